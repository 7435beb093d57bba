#if os(Linux)
    import Files
    import Glibc
    import SystemPackage

    /// The kernel's events for folders (inotify(7)).
    final class Inotify: Sendable {
        /// The descriptor is readable when there are events.
        let descriptor: FileDescriptor

        private static let mask =
            IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF
            | IN_MOVE_SELF
        private static let onlyFolders: UInt32 = 0x0100_0000
        private static let isFolder: UInt32 = 0x4000_0000

        init() throws(FolderWatchError) {
            descriptor = FileDescriptor(rawValue: inotify_init1(Int32(O_NONBLOCK) | Int32(O_CLOEXEC)))
            guard descriptor.rawValue >= 0 else {
                let error = Errno.last
                // The kernel reports the same error for the limit of inotify instances and for the limit of open files.
                // If the process can open another file, the reason is the limit of instances.
                let other = try? FileDescriptor.open("/", .readOnly, options: .closeOnExec)
                try? other?.close()
                throw FolderWatchError(error, path: nil, lacksDescriptors: other == nil)
            }
        }

        deinit { try? descriptor.close() }

        /// - Returns: the number of the folder's watch; nil if the path is no longer a folder or cannot be read.
        func watch(_ path: String) throws(FolderWatchError) -> Int32? {
            let watch = inotify_add_watch(descriptor.rawValue, path, UInt32(Self.mask) | Self.onlyFolders)
            if watch >= 0 { return watch }
            switch Errno.last {
            case .noSuchFileOrDirectory, .notDirectory, .permissionDenied, .tooManySymbolicLinkLevels: return nil
            case let error: throw FolderWatchError(error, path: path)
            }
        }

        func stop(_ watch: Int32) { inotify_rm_watch(descriptor.rawValue, watch) }

        /// Returns all events that are available now.
        func read() -> [FolderEvent] {
            var events: [FolderEvent] = []
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
            defer { buffer.deallocate() }
            while true {
                guard let count = try? descriptor.read(into: buffer), count > 0 else { return events }
                events += Self.events(in: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }

        /// Parses the records of `struct inotify_event`, each followed by a name that is padded with zeros.
        private static func events(in bytes: UnsafeRawBufferPointer) -> [FolderEvent] {
            var events: [FolderEvent] = []
            var offset = 0
            let head = MemoryLayout<inotify_event>.size
            while offset + head <= bytes.count {
                let watch = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = bytes[(offset + head)..<min(offset + head + length, bytes.count)].prefix { $0 != 0 }
                if let kind = kind(mask) {
                    let text = name.isEmpty ? nil : String(validating: name, as: UTF8.self)
                    events.append(FolderEvent(kind: kind, watch: watch, name: text))
                }
                offset += head + length
            }
            return events
        }

        private static func kind(_ mask: UInt32) -> FolderEvent.Kind? {
            func has(_ flags: Int32...) -> Bool { flags.contains { mask & UInt32($0) != 0 } }
            if has(IN_Q_OVERFLOW) { return .overflow }
            if has(IN_DELETE_SELF, IN_MOVE_SELF, IN_UNMOUNT) { return .selfDeleted }
            let isFolder = mask & isFolder != 0
            if has(IN_DELETE, IN_MOVED_FROM) { return isFolder ? .folderGone : .fileDeleted }
            if isFolder { return has(IN_CREATE, IN_MOVED_TO) ? .folderCame : nil }
            if has(IN_CLOSE_WRITE, IN_MOVED_TO) { return .fileClosed }
            if has(IN_MODIFY) { return .fileWritten }
            return has(IN_CREATE) ? .fileCreated : nil
        }
    }
#endif
