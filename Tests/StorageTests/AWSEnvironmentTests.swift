import Testing

@testable import Storage

@Suite struct AWSEnvironmentTests {
    private static let files = [
        "/home/a/.aws/credentials": """
        # comment
        [default]
        aws_access_key_id = default-key
        aws_secret_access_key=default/secret=
        aws_session_token =
        [site]
        aws_access_key_id = site-key
        aws_secret_access_key = site-secret
        aws_session_token = site-token ; comment
        """,
        "/home/a/.aws/config": """
        [default]
        region = eu-west-1
        s3 =
            region = nested
        [profile site]
        region = eu-central-1
        endpoint_url = http://localhost:8333
        [profile empty]
        region = us-west-2
        """,
    ]

    private func environment(_ variables: [String: String]) -> AWSEnvironment {
        AWSEnvironment(variables.merging(["HOME": "/home/a"]) { given, _ in given }) { Self.files[$0] }
    }

    @Test func theDefaultProfile() throws {
        let environment = environment([:])
        let expected = Credentials(accessKey: "default-key", secretKey: "default/secret=")
        #expect(try environment.credentials() == expected)
        #expect(environment.region == "eu-west-1")
        #expect(environment.endpoint == nil)
    }

    @Test func aNamedProfile() throws {
        let environment = environment(["AWS_PROFILE": "site"])
        let expected = Credentials(accessKey: "site-key", secretKey: "site-secret", sessionToken: "site-token")
        #expect(try environment.credentials() == expected)
        #expect(environment.region == "eu-central-1")
        #expect(environment.endpoint == "http://localhost:8333")
    }

    @Test func theEnvironmentOverridesTheProfile() throws {
        let environment = environment([
            "AWS_PROFILE": "site", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "c",
            "AWS_ENDPOINT_URL": "d", "AWS_ENDPOINT_URL_S3": "e", "AWS_SESSION_TOKEN": "",
        ])
        #expect(try environment.credentials() == Credentials(accessKey: "a", secretKey: "b"))
        #expect(environment.region == "c")
        #expect(environment.endpoint == "e")
    }

    @Test func missingCredentialsAreReported() {
        #expect(throws: MissingCredentialsError.noSecretKey) {
            try environment(["AWS_ACCESS_KEY_ID": "a"]).credentials()
        }
        #expect(throws: MissingCredentialsError.noKeys(profile: "empty", exists: true)) {
            try environment(["AWS_PROFILE": "empty"]).credentials()
        }
        #expect(throws: MissingCredentialsError.noKeys(profile: "other", exists: false)) {
            try environment(["AWS_PROFILE": "other"]).credentials()
        }
    }

    @Test(
        arguments: [
            (nil, nil, "bucket", "https://bucket.s3.eu-west-1.amazonaws.com/a/"),
            (nil, nil, "bucket.name", "https://s3.eu-west-1.amazonaws.com/bucket.name/a/"),
            (nil, true, "bucket", "https://s3.eu-west-1.amazonaws.com/bucket/a/"),
            ("http://localhost:8333/", nil, "bucket", "http://localhost:8333/bucket/a/"),
            ("https://example.com:443/s3", false, "bucket", "https://bucket.example.com/s3/a/"),
        ] as [(String?, Bool?, String, String)]
    )
    func theURLOfABucket(endpoint: String?, pathStyle: Bool?, bucket: String, url: String) throws {
        var configuration = S3Configuration(bucket: bucket, prefix: "a")
        configuration.endpoint = endpoint
        configuration.pathStyle = pathStyle
        let found = try #require(S3Storage.endpoint(of: configuration, environment([:])))
        #expect(found.url(ofPrefix: "a") == url)
    }

    @Test(arguments: ["localhost:8333", "ftp://a", "http://", "http://user:password@a", "http://a?b", "http://a b"])
    func anEndpointIsAURLOfAServer(endpoint: String) {
        #expect(S3Endpoint.parts(endpoint) == nil)
    }
}
