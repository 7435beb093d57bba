#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// PostgreSQL's C library. It is loaded only if a registry names a PostgreSQL database, so that other registries do
/// not need the library and do not wait for it.
package struct LibPQ {
    typealias Connection = OpaquePointer
    typealias Result = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    private typealias Texts = UnsafePointer<Text?>

    // The values of constants in the headers of PostgreSQL.
    static let connectionOK: Int32 = 0
    static let emptyQuery: Int32 = 0
    static let commandOK: Int32 = 1
    static let tuplesOK: Int32 = 2
    static let copyOut: Int32 = 3
    static let singleTuple: Int32 = 9
    static let boolType: UInt32 = 16
    static let stateField = Int32(UInt8(ascii: "C"))

    let status: @convention(c) (Connection) -> Int32
    let errorMessage: @convention(c) (Connection) -> Text?
    let finish: @convention(c) (Connection) -> Void
    let setClientEncoding: @convention(c) (Connection, Text) -> Int32
    let execute: @convention(c) (Connection, Text) -> Result?
    let setSingleRowMode: @convention(c) (Connection) -> Int32
    let getResult: @convention(c) (Connection) -> Result?
    let resultStatus: @convention(c) (Result?) -> Int32
    let errorField: @convention(c) (Result?, Int32) -> Text?
    let fieldCount: @convention(c) (Result) -> Int32
    let fieldName: @convention(c) (Result, Int32) -> Text?
    let type: @convention(c) (Result, Int32) -> UInt32
    let getIsNull: @convention(c) (Result, Int32, Int32) -> Int32
    let getValue: @convention(c) (Result, Int32, Int32) -> Text?
    let clear: @convention(c) (Result?) -> Void
    private let setNoticeProcessor:
        @convention(c) (Connection, @convention(c) (UnsafeMutableRawPointer?, Text?) -> Void, UnsafeMutableRawPointer?)
            -> UnsafeRawPointer?
    private let sendParams:
        @convention(c) (
            Connection, Text, Int32, UnsafeRawPointer?, Texts?, UnsafeRawPointer?, UnsafeRawPointer?, Int32
        ) -> Int32
    private let connectParams: @convention(c) (Texts, Texts, Int32) -> Connection?
    private let parse: @convention(c) (Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> OpaquePointer?
    private let freeOptions: @convention(c) (OpaquePointer?) -> Void

    #if canImport(Glibc)
        private static let name = "libpq.so.5"
    #else
        private static let name = "libpq.5.dylib"
    #endif

    /// - Throws: `PostgreSQLError` if the library is missing or too old. The message says what to install.
    package init() throws(PostgreSQLError) { try self.init(Self.name) }

    init(_ name: String) throws(PostgreSQLError) {
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            throw PostgreSQLError(
                "a PostgreSQL database requires the library \(name), which cannot be loaded: install it (Debian and Ubuntu: "
                    + "apt-get install libpq5)"
            )
        }
        func function<T>(_ symbol: String) throws(PostgreSQLError) -> T {
            guard let address = dlsym(library, symbol) else {
                throw PostgreSQLError("\(name) has no \(symbol): install the one of PostgreSQL 9.2 or later")
            }
            return unsafeBitCast(address, to: T.self)
        }
        status = try function("PQstatus")
        errorMessage = try function("PQerrorMessage")
        finish = try function("PQfinish")
        setClientEncoding = try function("PQsetClientEncoding")
        execute = try function("PQexec")
        setNoticeProcessor = try function("PQsetNoticeProcessor")
        sendParams = try function("PQsendQueryParams")
        setSingleRowMode = try function("PQsetSingleRowMode")
        getResult = try function("PQgetResult")
        resultStatus = try function("PQresultStatus")
        errorField = try function("PQresultErrorField")
        fieldCount = try function("PQnfields")
        fieldName = try function("PQfname")
        type = try function("PQftype")
        getIsNull = try function("PQgetisnull")
        getValue = try function("PQgetvalue")
        clear = try function("PQclear")
        connectParams = try function("PQconnectdbParams")
        parse = try function("PQconninfoParse")
        freeOptions = try function("PQconninfoFree")
    }

    /// Sends one query with the extended protocol, which rejects a text with several queries. Otherwise, the text of a
    /// source group's query could contain a second query that ends the read-only transaction of the first one.
    func sendQuery(_ connection: Connection, _ query: String) -> Int32 {
        sendParams(connection, query, 0, nil, nil, nil, nil, 0)
    }

    /// Connects within this number of seconds, or within the `connect_timeout` of the address.
    func connect(to address: String, timeout: Int) -> Connection? {
        "connect_timeout".withCString { keyword in
            "dbname".withCString { name in
                String(timeout).withCString { seconds in
                    address.withCString { address in
                        // A later parameter overrides an earlier one. So a `connect_timeout` in the address overrides
                        // the given time.
                        connectParams([keyword, name, nil], [seconds, address, nil], 1)
                    }
                }
            }
        }
    }

    /// Discards the server's warnings, which libpq would print to standard error.
    func silenceNotices(_ connection: Connection) { _ = setNoticeProcessor(connection, { _, _ in }, nil) }

    /// The password in an address; empty if the address has no password; nil if the text is not an address.
    func password(in address: String) -> String? {
        guard let options = address.withCString({ parse($0, nil) }) else { return nil }
        defer { freeOptions(options) }
        var option = UnsafeRawPointer(options).assumingMemoryBound(to: Option.self)
        while let keyword = option.pointee.keyword {
            if strcmp(keyword, "password") == 0 { return option.pointee.value.map { String(cString: $0) } ?? "" }
            option += 1
        }
        return ""
    }

    /// The layout of libpq's `PQconninfoOption`.
    private struct Option {
        let keyword: Text?
        let environmentVariable: Text?
        let compiled: Text?
        let value: Text?
        let label: Text?
        let displayCharacter: Text?
        let displaySize: Int32
    }
}
