import Files
import JSON
import Operations

#if os(Linux)
    extension RequestWatch.Event {
        /// The line for the event in `--log-format json`.
        func json(at time: UTCTime) -> JSONText {
            .object(omittingNil: [
                "event": "request", "time": .string(time.description), "name": .string(name),
                "status": .string(statusName), "error": failure,
            ])
        }

        private var statusName: String {
            switch status {
            case .made: "made"
            case .refused: "refused"
            case .failed: "failed"
            }
        }

        private var failure: JSONText? {
            if case .failed(let failure) = status { failure.json } else { nil }
        }
    }
#endif
