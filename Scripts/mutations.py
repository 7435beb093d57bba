"""The mutations of the core rules. Each mutation breaks one rule, and a test must fail.

A mutation replaces `old`, which occurs exactly once in `file`, by `new`. `tests` names the suites or tests of which one
must fail, joined by `|` as in a filter of `swift test`. If several targets have a suite with the same name, the name
includes the target. Prefer fast suites that run no processes.
"""
from typing import NamedTuple


class Mutation(NamedTuple):
    rule: str
    file: str
    old: str
    new: str
    tests: str


MUTATIONS = [
    Mutation(
        "naming: a dotted name has 12 digits of the hash",
        "Sources/Registry/Naming/Namer.swift",
        "subject.hash.prefix(12)",
        "subject.hash.prefix(11)",
        "RegistryTests.NamerTests",
    ),
    Mutation(
        "naming: only changed extensions are part of the hash",
        "Sources/ImageSpecs/SpecExtensions.swift",
        "if autorotate != defaults.autorotate {",
        "do {",
        "SpecExtensionsTests|RegistryTests.NamerTests",
    ),
    Mutation(
        "planning: an image of another content is out of date",
        "Sources/Planning/Planner.swift",
        "record.digest != nil && record.digest == planned.record?.digest.map { overlays.content(of: $0, file.generator) }",
        "record.digest != nil",
        "PlannerTests",
    ),
    Mutation(
        "planning: a file of another size is damaged",
        "Sources/Planning/Planner.swift",
        "guard found.size == bytes, isVerified",
        "guard isVerified",
        "PlannerTests",
    ),
    Mutation(
        "planning: an image that a killed run left is made again",
        "Sources/Planning/Planner.swift",
        "case .pending: return .needed(found == nil ? .missing : .interrupted)",
        "case .pending: return .needed(.missing)",
        "PlannerTests",
    ),
    Mutation(
        "planning: an unchanged folder is trusted only if its source is unchanged",
        "Sources/Planning/Planner.swift",
        "stamp == known.stamp && check.stamp",
        "check.stamp",
        "FolderSnapshotsTests",
    ),
    Mutation(
        "planning: a verification ends after its time",
        "Sources/Planning/VerificationPolicy.swift",
        "$0 < now - timeout || $0 > now || timeout == 0",
        "$0 > now || timeout == 0",
        "VerificationPolicyTests",
    ),
    Mutation(
        "shards: every source is in exactly one",
        "Sources/CacheState/Shard.swift",
        "== number }",
        "!= number }",
        "PlanningTests.ShardTests",
    ),
    Mutation(
        "state: images are pending before they are made",
        "Sources/Operations/Generation/Batch.swift",
        "for image in item.images where !image.isFreshUntilReplaced",
        "for image in item.images where image.tries < 0 && !image.isFreshUntilReplaced",
        "BatchTests",
    ),
    Mutation(
        "state: a failed write ends the run with an error",
        "Sources/CacheState/StateWriter.swift",
        "        if let failure = buffer.withLock(\\.failure) { throw failure }\n",
        "",
        "StateWriterTests|BatchTests",
    ),
    Mutation(
        "state: a changed byte breaks the seal",
        "Sources/CacheState/StateSeal.swift",
        "computed != seal else",
        "computed == none else",
        "StateStoreTests",
    ),
    Mutation(
        "batch: an image of a source that changed in the meantime fails",
        "Sources/Operations/Generation/OutcomeRecorder.swift",
        "identity.isCurrent(for: job)",
        "true",
        "BatchTests",
    ),
    Mutation(
        "batch: only lasting failures are remembered",
        "Sources/Operations/Generation/OutcomeRecorder.swift",
        "isUnchanged && failure.code.isRecorded && !isCanvas",
        "isUnchanged && !isCanvas",
        "BatchTests",
    ),
    Mutation(
        "retry: a lack of memory is retried with a new worker",
        "Sources/Operations/Generation/BatchQueue.swift",
        "[.crashed, .killed, .outOfMemory]",
        "[.crashed, .killed]",
        "RetryTests",
    ),
    Mutation(
        "retry: an image is retried once",
        "Sources/Operations/Generation/BatchProgress.swift",
        "images: [$0], isRetry: true)",
        "images: [$0], isRetry: item.images.count > 1)",
        "RetryTests",
    ),
    Mutation(
        "deadline: no image starts after it",
        "Sources/Operations/Generation/BatchProgress.swift",
        "            if isOver { return nil }\n",
        "",
        "BatchProgressTests|BatchTests",
    ),
    Mutation(
        "deadline: images that used up the time come last",
        "Sources/Operations/Generation/PlannedWork.swift",
        "if own != others { return own < others }",
        "if own != others { return own > others }",
        "RepeatedRunTests",
    ),
    Mutation(
        "deadline: images that used up the time are made one by one",
        "Sources/Operations/Generation/PlannedWork.swift",
        "guard spent > 0, images.count > 1 else",
        "guard spent < 0, images.count > 1 else",
        "RepeatedRunTests",
    ),
    Mutation(
        "tries: a failure that can pass is not tried forever",
        "Sources/WorkerProtocol/Outcome+Recurrence.swift",
        "guard tries <= pauses.count else { return false }",
        "let tries = min(tries, pauses.count)",
        "RepeatedRunTests",
    ),
    Mutation(
        "tries: a run that is stopped keeps their number",
        "Sources/Operations/Generation/OutcomeRecorder.swift",
        "            if image.tries > 0 { record.tries = image.tries }\n",
        "",
        "RepeatedRunTests",
    ),
    Mutation(
        "fail-fast: no image starts after a failure",
        "Sources/Operations/Generation/BatchProgress.swift",
        "            if stopsAtFailure { state.isStopped = true }\n",
        "",
        "BatchTests",
    ),
    Mutation(
        "time limit: a worker that exceeds it is reported",
        "Sources/Workers/Worker.swift",
        "exceeded: isInTime ? nil : limits.perImage,",
        "exceeded: nil,",
        "TimeLimitTests",
    ),
    Mutation(
        "planes: an output is made from a plane that is larger by its margin",
        "Sources/Decoding/JPEG/PlanarJPEG.swift",
        "let sharpness = scale == .eighth ? 1 : 0.8",
        "let sharpness = scale == .eighth ? 0.5 : 0.4",
        "LikenessTests",
    ),
    Mutation(
        "margin: an output is made from pixels that are larger by its margin",
        "Sources/Rendering/RenderedOutput.swift",
        "needsDetail == true ? 8 : 2",
        "needsDetail == true ? 2 : 1",
        "MarginTests",
    ),
    Mutation(
        "limits: an animation has at most max_pixels",
        "Sources/Decoding/Decoder.swift",
        "guard overflow || pixels > limits.pixels else",
        "guard overflow else",
        "AnimationTests|RefusalTests",
    ),
    Mutation(
        "atomic write: a file is replaced by a rename",
        "Sources/Files/AtomicFileWriter.swift",
        "guard rename(temporary, file) == 0 else { throw Errno.last }",
        "try FileDescriptor.open(file, .writeOnly, options: [.create, .truncate], permissions: []).writeAll(buffer)",
        "AtomicFileTests",
    ),
    Mutation(
        "atomic write: a temporary file that exists is not written to",
        "Sources/Encoding/OutputFile.swift",
        "options: [.create, .exclusiveCreate, .closeOnExec],",
        "options: [.create, .closeOnExec],",
        "RendererTests",
    ),
    Mutation(
        "prune: at most half of the cache files are deleted",
        "Sources/Operations/Housekeeping/Prune.swift",
        "count * 2 > all",
        "count > all",
        "PruneTests",
    ),
    Mutation(
        "prune: a missing source folder stops it",
        "Sources/Operations/Housekeeping/Prune.swift",
        "if let root = survey.missingRoots.first, !skipsSafetyChecks",
        "if let root = survey.missingRoots.first, skipsSafetyChecks",
        "PruneTests",
    ),
    Mutation(
        "prune: other files in the cache folder are not deleted",
        "Sources/Operations/Housekeeping/Orphans.swift",
        "} else if known.contains(key) || shapes.contains(where: { $0.matches(name) }) {",
        "} else {",
        "PruneTests",
    ),
    Mutation(
        "sandbox: a worker writes only to the cache folder",
        "Sources/Operations/Generation/Batch.swift",
        "writing: folder.writtenFolders,",
        "writing: [registry.settings.mediaRoot],",
        "WorkerAccessTests",
    ),
    Mutation(
        "sandbox: a worker opens no sockets",
        "Sources/Sandbox/DeniedSystemCalls.swift",
        "SYS_socket, SYS_socketpair, SYS_connect",
        "SYS_socketpair, SYS_connect",
        "SystemCallFilterTests",
    ),
    Mutation(
        "sandbox: a worker writes no sources",
        "Sources/Sandbox/Landlock.swift",
        "for path in reading { try allow(Access.read & all",
        "for path in reading { try allow((Access.read | Access.write) & all",
        "LandlockTests",
    ),
]
