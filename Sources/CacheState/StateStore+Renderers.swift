import Files
import GRDB
import WorkerProtocol

extension StateStore {
    /// The renderers of the records, in no particular order.
    func renderers() throws -> [Renderer] {
        guard hasRenderers else { return [.unrecorded] }
        return try query { db in
            try Row.fetchAll(db, sql: "SELECT number, imagekit, libvips, build, library, loader FROM renderer").map {
                if $0.integer(0) == Renderer.unrecordedNumber { return .unrecorded }
                return Renderer(
                    imagekit: $0.text(1) ?? "",
                    libvips: $0.text(2) ?? "",
                    build: $0.text(3) ?? "",
                    library: Renderer.Library(path: $0.text(4) ?? "", loader: $0.text(5) ?? "")
                )
            }
        }
    }

    /// Returns no file if the state has no renderers, because the records then do not show whether imagekit made or
    /// found a file. The files that `markPending` marked are included, because their records keep the size.
    func madeFiles() throws -> [ByteName: Int] {
        guard hasRenderers else { return [:] }
        return try query { db in
            var files: [ByteName: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT name, bytes FROM cache_file WHERE bytes IS NOT NULL AND renderer <> ?",
                arguments: [Renderer.foundNumber]
            )
            while let row = try rows.next() {
                if let name = row.text(0), names.contains(name) { files[ByteName(name)] = row.integer(1) }
            }
            return files
        }
    }

    func hasFaultSearch(by version: String) throws -> Bool {
        guard hasRenderers else { return false }
        return try query {
            try Int.fetchOne($0, sql: "SELECT 1 FROM mentioned WHERE version = ?", arguments: [version])
        }
            != nil
    }

    func recordFaultSearch(by version: String) throws {
        try change { try $0.execute(sql: "INSERT OR IGNORE INTO mentioned VALUES (?)", arguments: [version]) }
    }
}

extension Renderer {
    var arguments: StatementArguments { [number, imagekit, libvips, build, library.path, library.loader] }
}
