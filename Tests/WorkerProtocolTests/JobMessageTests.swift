import ImageSpecs
import Testing

@testable import WorkerProtocol

@Suite struct JobMessageTests {
    private static func spec(_ format: String) -> ImageSpec { ImageSpec(processors: [], format: format) }

    private static func job(_ id: Int, _ formats: [String], pixels: Int = 100) -> Job {
        Job(
            id: id,
            source: "\(id).jpg",
            path: "/media/\(id).jpg",
            outputs: formats.map { format in
                Job.Output(
                    spec: spec(format),
                    target: id == 2 ? nil : Job.Target(temporaryPath: "/tmp/\(id)", path: "/\(id)", root: "/")
                )
            },
            limits: Job.Limits(pixels: pixels)
        )
    }

    @Test func aMessageContainsItsJobs() throws {
        let jobs = [
            Self.job(1, ["JPEG", "PNG"]), Self.job(2, ["PNG"]), Self.job(3, ["WEBP", "JPEG"], pixels: 7),
            Self.job(4, []),
        ]
        let line = try WireFormat.encode(JobMessage(jobs))
        let decoded = try WireFormat.decode(JobMessage.self, from: line).jobs
        #expect(try decoded.map(WireFormat.encode) == jobs.map(WireFormat.encode))
    }

    @Test func aMessageContainsEachSpecOnce() throws {
        let line = try WireFormat.encode(JobMessage((1...9).map { Self.job($0, ["JPEG", "PNG"]) }))
        #expect(line.split(separator: "\"autoconvert\"").count - 1 == 2)
        #expect(line.split(separator: "\"pixels\"").count - 1 == 1)
    }

    /// A search for each spec among all earlier specs would take minutes.
    @Test(.timeLimit(.minutes(1))) func manySpecsTakeLittleTime() {
        let job = Self.job(1, (0..<20_000).map { "\($0)" })
        #expect(JobMessage([job, job]).jobs.last?.outputs.last?.spec.format == "19999")
    }
}
