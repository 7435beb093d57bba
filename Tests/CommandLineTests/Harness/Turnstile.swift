/// Lets a limited number of tasks run at the same time. The other tasks wait in the order of their arrival.
///
/// All tests run in parallel. Hundreds of commands at the same time would slow each other down. Their pipes would also
/// need more descriptors in the test process than fit into a list of Foundation's `Process`, and `Process` would read
/// beyond the end of this list.
actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func enter() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
