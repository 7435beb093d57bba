import Files
import Foundation
import GRDB
import ImageSpecs
import WorkerProtocol

extension SourceRecord {
    func arguments(_ name: String) -> StatementArguments {
        [
            name, stamp.size, stamp.modified, stamp.changed, stamp.inode, Data(digest.bytes),
            header?.storedSize.width, header?.storedSize.height, header?.orientation,
        ]
    }
}

extension CacheRecord {
    func arguments(source: String) -> StatementArguments {
        let digest = digest.map { Data($0.bytes) }
        var identity = rendering
        var making: ImageDescription.Making?
        let own: StatementArguments
        switch state {
        case .made(let bytes, let description):
            let image = description?.image
            making = description?.making
            own = [
                StateCode.made.rawValue, digest, bytes, image?.width, image?.height, image?.format.rawValue, nil,
                image?.notes.text,
            ]
        case .pending: own = [StateCode.pending.rawValue, digest, nil, nil, nil, nil, nil, nil]
        case .failed(let failure, let limits):
            own = [StateCode.failed.rawValue, digest, nil, nil, nil, nil, failure.code.rawValue, failure.message]
            identity = limits
        }
        return [source, name, naming] + own + [output.map { Data($0.bytes) }, checked, identity, renderer]
            + [making?.time, making?.reason, tries, spent]
    }
}

extension ImageNotes {
    /// The value of the column `message` for a made image; nil if there are no notes.
    fileprivate var text: String? { isEmpty ? nil : try? WireFormat.encode(self) }
}
