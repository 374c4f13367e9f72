// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The answers that the gateway itself gives, byte for byte those of API Management.
enum BuiltInAnswer {
    /// The body for an error.
    static func body(_ error: CallError, requestID: @autoclosure () -> String) -> [UInt8] {
        if let answer = error.answer {
            return Array(#"{ "statusCode": \#(error.status), "message": \#(JSONValue.string(answer).text) }"#.utf8)
        }
        let text =
            switch (error.status, error.reason) {
            case (404, _): #"{ "statusCode": 404, "message": "Resource not found" }"#
            case (401, "SubscriptionKeyNotFound"):
                #"{ "statusCode": 401, "message": "Access denied due to missing subscription key. "#
                    + #"Make sure to include subscription key when making requests to an API." }"#
            case (401, _): #"{ "statusCode": 401, "message": "\#(error.message)" }"#
            case (400, _): #"{ "statusCode": 400, "message": "Bad request" }"#
            case (413, _): #"{ "statusCode": 413, "message": "Request body is too large" }"#
            default:
                #"{ "statusCode": 500, "message": "Internal server error", "activityId": "\#(requestID())" }"#
            }
        return Array(text.utf8)
    }

    /// The reason of a status code.
    static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Resource Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
