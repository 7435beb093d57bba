/// How long a state lasts.
package enum StateLifetime {
    /// The state lasts longer than the process.
    case lasting
    case process
    /// There is no state, not even within one process.
    case none
}
