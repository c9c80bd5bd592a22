namespace FaceMatch.Index.Faiss;

/// <summary>What Faiss said when it refused or failed.</summary>
public class FaissException : Exception
{
    public FaissException()
    {
    }

    public FaissException(string message)
        : base(message)
    {
    }

    public FaissException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The native library is not there, or is none. The message says how to get it.</summary>
public sealed class FaissMissingException : FaissException
{
    public FaissMissingException()
    {
    }

    public FaissMissingException(string message)
        : base(message)
    {
    }

    public FaissMissingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
