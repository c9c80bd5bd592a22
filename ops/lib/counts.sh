# shellcheck shell=bash
# Adds up the reports that the test projects write. Sourced, never run.

# An attribute of the <assembly> element of an xUnit XML report; 0 where it is absent.
report_count() {
    local number
    number=$(grep -m1 -o '<assembly [^>]*>' "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*') || number=0
    printf '%s\n' "${number:-0}"
}

# Prints "passed failed skipped" over all reports given. An error outside a test counts as a failure.
sum_reports() {
    local report passed=0 failed=0 skipped=0
    for report in "$@"; do
        passed=$((passed + $(report_count "$report" passed)))
        failed=$((failed + $(report_count "$report" failed) + $(report_count "$report" errors)))
        skipped=$((skipped + $(report_count "$report" skipped) + $(report_count "$report" not-run)))
    done
    printf '%d %d %d\n' "$passed" "$failed" "$skipped"
}

# The names of the tests that failed, one a line: a report of a thousand tests ends with what matters.
failed_tests() {
    local report
    for report in "$@"; do
        # No test of a report that has none: grep's status says so, and is not an error here.
        grep -o '<test [^>]*result="Fail"[^>]*>' "$report" | grep -o ' name="[^"]*"' | sed "s|^ name=|  $(basename "$report" .xml): |" || true
    done
}

# One line a test that tries to break a rule of oversight, by rule: "11  Pass  FaceMatch.Server.Tests  No_file_holds_a_face_...".
# A rule that no test names has a line that says so.
oversight_table() {
    local report rule tests
    tests=$(for report in "$@"; do
        grep -o '<test [^>]* method="Oversight_[0-9][0-9]_[^>]*' "$report" | sed -E \
            "s/.* result=\"([A-Za-z]*)\".* method=\"Oversight_([0-9]{2})_([^\"]*)\".*/\2  \1  $(basename "$report" .xml)  \3/" || true
    done | sort -u)
    for rule in {01..25}; do
        grep "^$rule " <<<"$tests" || printf '%s  no test yet\n' "$rule"
    done
}
