using System.Globalization;

namespace FaceMatch.LoadTest;

/// <param name="SingleP50Ms">One query, int8 scan with float32 ranking.</param>
/// <param name="Batch32PerQueryMs">A batch of 32, divided by 32.</param>
/// <param name="Float32SingleMs">One query by float32 alone, median.</param>
/// <param name="ReadBandwidthMs">Reading the same int8 bytes by as many threads, median.</param>
/// <param name="FaissFlatSingleMs">One query by Faiss's flat index over the same vectors, by as many threads, in this process, median; null
/// where its library is not built.</param>
/// <param name="FaissFlatBatch32PerQueryMs">The same in a batch of 32, divided by 32.</param>
/// <param name="Top20Equal">The twenty best of every compared query are those of the float32 scan, scores to the last bit.</param>
/// <param name="BytesPerTemplateHot">What a scan reads of one template.</param>
/// <param name="LoadMs">Opening the files of the index: reading, opening the seals, verifying every float32 row.</param>
/// <param name="AddMs">Adding all templates from float32 vectors in memory, and saving them to the disk.</param>
internal sealed record SearchReport(
    int Templates,
    int Dimensions,
    double SingleP50Ms,
    double SingleP99Ms,
    double Batch32PerQueryMs,
    double Float32SingleMs,
    double ReadBandwidthMs,
    double? FaissFlatSingleMs,
    double? FaissFlatBatch32PerQueryMs,
    bool Top20Equal,
    int BytesPerTemplateHot,
    double LoadMs,
    double AddMs,
    int Threads,
    string Kernel)
{
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        {Templates:N0} templates x {Dimensions}, {Threads} threads, {Kernel}
        single      {SingleP50Ms:F2} ms p50, {SingleP99Ms:F2} ms p99
        batch of 32 {Batch32PerQueryMs:F2} ms a query
        float32     {Float32SingleMs:F2} ms
        read only   {ReadBandwidthMs:F2} ms
        Faiss flat  {FaissFlatSingleMs:F2} ms, {FaissFlatBatch32PerQueryMs:F2} ms a query in a batch of 32
        load        {LoadMs:F0} ms from files ({AddMs:F0} ms to add and save), {BytesPerTemplateHot} hot bytes a template
        top 20 {(Top20Equal ? "equal to" : "DIFFERENT from")} the float32 scan
        """);
}
