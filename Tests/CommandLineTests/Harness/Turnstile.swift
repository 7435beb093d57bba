/// Lets a number of tasks pass at a time; the others wait in the order in which they came.
///
/// All tests run in parallel. Hundreds of commands at a time would slow each other down, and with their pipes a process has
/// more files open than Foundation's `Process` can list: it copies names from beyond the end of the list.
actor Turnstile {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ places: Int) { free = places }

    func enter() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
