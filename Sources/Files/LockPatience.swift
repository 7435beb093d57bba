/// How long a command waits for a lock.
package enum LockPatience: Sendable {
    case none
    case atMost(Duration)
    case unlimited
}
