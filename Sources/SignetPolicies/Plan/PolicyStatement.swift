// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a step does: behind one reference, since a call looks at each of its statements.
public indirect enum PolicyStatement: Sendable {
    /// Presents a certificate to the backend.
    case authenticationCertificate(AuthenticationCertificate)
    /// Stores a value in the context's variables.
    case setVariable(name: String, value: PolicyValue)
    /// Changes a header of the request or the response.
    case setHeader(FieldChange)
    /// Changes a query parameter of the request to the backend.
    case setQueryParameter(FieldChange)
    /// Chooses the backend.
    case setBackendService(BackendService)
    /// Calls the backend.
    case forwardRequest(ForwardRequest)
    /// Ends the processing with a response.
    case returnResponse(ReturnResponse)
    /// Changes status code and reason of the response.
    case setStatus(ResponseStatus)
    /// Replaces the body of the request or the response.
    case setBody(PolicyValue)
    /// Changes the method of the request to the backend.
    case setMethod(PolicyValue)
    /// Changes the path of the request to the backend.
    case rewriteURI(RewriteURI)
    /// Runs the first branch whose condition is true.
    case choose(Choose)
    /// Makes a request of its own.
    case sendRequest(SendRequest)
    /// Sends a token of the gateway's own identity.
    case authenticationManagedIdentity(ManagedIdentityAuthentication)
    /// Sends a name with a password.
    case authenticationBasic(BasicAuthentication)
    /// Reads a value from the cache.
    case cacheLookupValue(CacheLookupValue)
    /// Stores a value in the cache.
    case cacheStoreValue(CacheStoreValue)
    /// Removes a value from the cache.
    case cacheRemoveValue(PolicyValue)
    /// Answers from the cache.
    case cacheLookup(CacheLookup)
    /// Stores the response in the cache.
    case cacheStore(CacheStore)
    /// Asks for a header.
    case checkHeader(CheckHeader)
    /// Lets callers in by their address.
    case ipFilter(IPFilter)
    /// Answers browsers that ask for another origin.
    case cors(CORS)
    /// Asks for a certificate of the caller.
    case validateClientCertificate(ValidateClientCertificate)
    /// Asks for a token.
    case validateToken(ValidateToken)
    /// Limits how fast calls come.
    case rateLimit(RateLimit)
    /// Limits how much is called.
    case quota(Quota)
    /// Runs policies again until they succeed.
    case retry(Retry)
    /// Runs policies at the same time.
    case wait(Wait)
    /// Keeps calls out of policies that too many are in.
    case limitConcurrency(LimitConcurrency)
    /// Replaces text in the body.
    case findAndReplace(FindAndReplace)
    /// Answers with an example of the specification.
    case mockResponse(MockResponse)
    /// Says something to whoever watches.
    case trace(TraceStatement)
}

/// The certificate that `authentication-certificate` presents.
public enum AuthenticationCertificate: Sendable {
    /// By the SHA-1 thumbprint of a certificate of the gateway.
    case thumbprint(PolicyValue)
    /// By the ID of a certificate of the gateway.
    case certificateID(PolicyValue)
    /// By its PKCS#12 bytes: an expression of type `byte[]`, or base64 text.
    case body(PolicyValue, password: PolicyValue?)
}

/// A change of a header or a query parameter.
public final class FieldChange: Sendable {
    /// What happens when the field is already there.
    public enum ExistsAction: String, Sendable, CaseIterable {
        /// The new values replace the old ones.
        case override
        /// The old values stay.
        case skip
        /// The new values join the old ones.
        case append
        /// The field is removed.
        case delete
    }

    /// The field's name.
    public let name: PolicyValue
    /// What happens when it is already there.
    public let existsAction: PolicySetting<ExistsAction>
    /// The new values.
    public let values: [PolicyValue]

    init(name: PolicyValue, existsAction: PolicySetting<ExistsAction>, values: [PolicyValue]) {
        self.name = name
        self.existsAction = existsAction
        self.values = values
    }
}

/// The backend that `set-backend-service` chooses.
public enum BackendService: Sendable {
    /// By URL.
    case baseURL(PolicyValue)
    /// By the ID of a backend entity.
    case backendID(PolicyValue)
}

/// How `forward-request` calls the backend.
public struct ForwardRequest: Sendable {
    /// The version of HTTP towards the backend.
    public enum HTTPVersion: String, Sendable, CaseIterable {
        /// HTTP/1.1.
        case one = "1"
        /// HTTP/2, or HTTP/1.1 where the backend does not offer it.
        case twoOrOne = "2or1"
        /// HTTP/2.
        case two = "2"
    }

    /// The version of HTTP towards the backend.
    public var httpVersion: HTTPVersion = .one
    /// How long the backend may take to answer, in ``timeoutUnit``.
    public var timeout: PolicySetting<Int> = .literal(300)
    /// The unit of ``timeout``.
    public var timeoutUnit: TimeoutUnit = .seconds
    /// How long the backend may take for a `100 Continue`, in seconds.
    public var continueTimeout: PolicySetting<Int>?
    /// Whether redirections of the backend are followed.
    public var followRedirects: PolicySetting<Bool> = .literal(false)
    /// Whether the request is held back until it is there as a whole.
    public var buffersRequestBody = false
    /// Whether the response is passed on in chunks of 8 KB rather than as it comes.
    public var buffersResponse = true
    /// Whether answers from 400 to 599 are errors.
    public var failsOnErrorStatusCode = false

    /// The unit of a timeout.
    public enum TimeoutUnit: Sendable {
        /// `timeout`.
        case seconds
        /// `timeout-ms`.
        case milliseconds
    }

    /// The defaults of the policy.
    public init() {}
}

/// The response that `return-response` gives.
public struct ReturnResponse: Sendable {
    /// The context variable that holds the response to start from.
    public let responseVariableName: String?
    /// The status, 200 when absent and no variable is named.
    public let status: ResponseStatus?
    /// The headers.
    public let headers: [FieldChange]
    /// The body.
    public let body: PolicyValue?
}

/// A status code with its reason.
public struct ResponseStatus: Sendable {
    /// The code.
    public let code: PolicySetting<Int>
    /// The reason; empty for the usual one of the code.
    public let reason: PolicyValue
}

/// How `rewrite-uri` changes the path.
public struct RewriteURI: Sendable {
    /// The template: a path with `{parameters}` of the operation's URL template.
    public let template: PolicyValue
    /// Whether query parameters that the template does not use are kept.
    public let copiesUnmatchedParameters: PolicySetting<Bool>
}

/// The branches of `choose`.
public struct Choose: Sendable {
    /// A condition with its steps.
    public struct Branch: Sendable {
        /// The condition.
        public let condition: PolicySetting<Bool>
        /// What is done when it is true.
        public let steps: [PolicyStep]
        /// The place of the branch, for errors of the condition.
        public let path: String
    }

    /// The branches in order; the first whose condition is true runs.
    public let branches: [Branch]
    /// What is done when none is true.
    public let otherwise: [PolicyStep]
}
