import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// libcurl. It is loaded only for the first request to a bucket. So sites without buckets do not need the library and
/// do not wait for it.
///
/// The type is `@unchecked Sendable`. This is safe, because the functions of a loaded library never change.
struct LibCurl: @unchecked Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias List = UnsafeMutableRawPointer
    typealias Receiver = @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int
    private typealias Text = UnsafePointer<CChar>

    /// The values of `CURLoption` in curl.h. They are the same in all versions of libcurl.4.
    enum Option: Int32 {
        case writeData = 10001
        case url = 10002
        case errorBuffer = 10010
        case postFields = 10015
        case userAgent = 10018
        case lowSpeedLimit = 19
        case lowSpeedTime = 20
        case httpHeader = 10023
        case headerData = 10029
        case customRequest = 10036
        case httpGet = 80
        case noSignal = 99
        case connectTimeout = 156
        case protocols = 181
        case pathAsIs = 234
        case writeFunction = 20011
        case headerFunction = 20079
        case postFieldSize = 30120
    }

    /// `CURLINFO_RESPONSE_CODE`.
    private static let responseCode: Int32 = 0x200002
    /// `CURL_GLOBAL_DEFAULT`.
    private static let globalDefault = 3
    /// `CURLPROTO_HTTP | CURLPROTO_HTTPS`.
    static let httpProtocols = 3
    /// `CURL_ERROR_SIZE`.
    static let errorBufferSize = 256

    let newHandle: @convention(c) () -> Handle?
    let reset: @convention(c) (Handle) -> Void
    let perform: @convention(c) (Handle) -> Int32
    let cleanUp: @convention(c) (Handle) -> Void
    private let text: @convention(c) (Int32) -> Text?
    private let appendToList: @convention(c) (List?, Text) -> List?
    let freeList: @convention(c) (List?) -> Void
    private let setOption: UnsafeMutableRawPointer
    private let getInfo: UnsafeMutableRawPointer

    #if canImport(Glibc)
        // Also try the name of Debian's build with GnuTLS.
        private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
    #else
        private static let names = ["libcurl.4.dylib"]
    #endif

    /// The library, or the reason why it cannot be used.
    static let shared = Result { () throws(TransportError) in try LibCurl(names) }

    /// - Throws: an error whose message says what to install.
    init(_ names: [String]) throws(TransportError) {
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
            throw TransportError(
                message: "a bucket requires the library \(names.joined(separator: " or ")), which cannot be loaded: "
                    + "install it (Debian and Ubuntu: apt-get install libcurl4)",
                isTransient: false
            )
        }
        func address(_ symbol: String) throws(TransportError) -> UnsafeMutableRawPointer {
            guard let address = dlsym(library, symbol) else {
                throw TransportError(
                    message: "libcurl has no \(symbol): install libcurl 7.42 or later",
                    isTransient: false
                )
            }
            return address
        }
        func function<T>(_ symbol: String) throws(TransportError) -> T {
            unsafeBitCast(try address(symbol), to: T.self)
        }
        newHandle = try function("curl_easy_init")
        reset = try function("curl_easy_reset")
        perform = try function("curl_easy_perform")
        cleanUp = try function("curl_easy_cleanup")
        text = try function("curl_easy_strerror")
        appendToList = try function("curl_slist_append")
        freeList = try function("curl_slist_free_all")
        setOption = try address("curl_easy_setopt")
        getInfo = try address("curl_easy_getinfo")
        let initialize: @convention(c) (Int) -> Int32 = try function("curl_global_init")
        guard initialize(Self.globalDefault) == 0 else {
            throw TransportError(message: "libcurl cannot be initialized", isTransient: false)
        }
    }

    func set(_ option: Option, of handle: Handle, to value: Int) {
        if option == .postFieldSize {
            _ = imagekit_curl_set_offset(setOption, handle, option.rawValue, Int64(value))
        } else {
            _ = imagekit_curl_set_long(setOption, handle, option.rawValue, value)
        }
    }

    func set(_ option: Option, of handle: Handle, to value: UnsafeRawPointer?) {
        _ = imagekit_curl_set_pointer(setOption, handle, option.rawValue, value)
    }

    /// Sets an option to a text. libcurl copies the text.
    func set(_ option: Option, of handle: Handle, to value: String) {
        value.withCString { _ = imagekit_curl_set_pointer(setOption, handle, option.rawValue, $0) }
    }

    func set(_ option: Option, of handle: Handle, to receiver: @escaping Receiver) {
        _ = imagekit_curl_set_receiver(setOption, handle, option.rawValue, receiver)
    }

    /// Returns the list with one more text; nil if memory is exhausted.
    func append(_ value: String, to list: List?) -> List? { value.withCString { appendToList(list, $0) } }

    func status(of handle: Handle) -> Int {
        var status = 0
        _ = imagekit_curl_get_long(getInfo, handle, Self.responseCode, &status)
        return status
    }

    func message(of code: Int32) -> String { text(code).map { String(cString: $0) } ?? "error \(code)" }
}
