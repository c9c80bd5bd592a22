namespace FaceMatch.Cli.Terminal;

/// <summary>What a script can tell from the exit status of any verb.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The work was done, but a part of it was refused: rejected rows of an import, a search with an incomplete answer, a model file that is not as it must be.</summary>
    public const int Partly = 1;

    /// <summary>The command line, a setting or a file given is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>The server said no, or failed.</summary>
    public const int Refused = 3;

    /// <summary>No server answered.</summary>
    public const int Unreachable = 4;

    /// <summary>The model pack or calibration of this machine cannot be used; the sentence says how to mend it.</summary>
    public const int Models = 5;

    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
