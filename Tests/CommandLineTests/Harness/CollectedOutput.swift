import Foundation
import Synchronization

/// The output of a process, which is read on a thread so that the process never waits for the reader.
final class CollectedOutput: Sendable {
    private let collected = Mutex(Data())
    private let end = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let data = handle.availableData
                guard !data.isEmpty else { break }
                collected.withLock { $0 += data }
            }
            end.signal()
        }
    }

    /// Waits for the end of the output.
    var text: String {
        end.wait()
        end.signal()
        return collected.withLock { String(decoding: $0, as: UTF8.self) }
    }
}
