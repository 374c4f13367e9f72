// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions
import SignetPolicies

/// The entities of the configuration, and the last error, as `context` shows them.
enum EntityContext {
    static func record(_ api: API) -> ContextRecord {
        ContextRecord("IApi") { member in
            switch member {
            case .id: .string(api.id)
            case .name: .string(api.name)
            case .path: .string(api.path)
            case .revision: .string(api.revision)
            case .isCurrentRevision: .bool(api.isCurrentRevision)
            case .version: .optional(api.version)
            case .serviceUrl: .optional(api.serviceURL.map(URLContext.record))
            case .protocols: .strings(api.protocols)
            case .subscriptionKeyParameterNames:
                .object(
                    ContextRecord("ISubscriptionKeyParameterNames") { member in
                        switch member {
                        case .header: .string(api.keyHeader)
                        case .query: .string(api.keyQuery)
                        default: .null
                        }
                    }
                )
            default: .null
            }
        }
    }

    static func record(_ operation: Operation) -> ContextRecord {
        ContextRecord("IOperation") { member in
            switch member {
            case .id: .string(operation.id)
            case .name: .string(operation.name)
            case .method: .string(operation.method)
            case .urlTemplate: .string(operation.template.text)
            default: .null
            }
        }
    }

    static func record(_ product: Product) -> ContextRecord {
        ContextRecord("IProduct") { member in
            switch member {
            case .id: .string(product.folder)
            case .name: .string(product.name)
            case .subscriptionRequired: .bool(product.subscriptionRequired)
            default: .null
            }
        }
    }

    static func record(_ subscription: Subscription, key: SecretBytes?) -> ContextRecord {
        ContextRecord("ISubscription") { member in
            switch member {
            case .id: .string(subscription.id)
            case .name: .string(subscription.name)
            case .key: .optional(text(key))
            case .primaryKey: .optional(text(subscription.primaryKey))
            case .secondaryKey: .optional(text(subscription.secondaryKey))
            default: .null
            }
        }
    }

    private static func text(_ secret: SecretBytes?) -> String? {
        secret?.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    static func record(_ backend: Backend) -> ContextRecord {
        ContextRecord("IBackend") { member in
            switch member {
            case .id: .string(backend.id)
            case .type: .string(backend.pool == nil ? "Single" : "Pool")
            default: .null
            }
        }
    }

    static func record(_ error: CallError) -> ContextRecord {
        ContextRecord("ILastError") { member in
            switch member {
            case .source: .string(error.source)
            case .reason: .string(error.reason)
            case .message: .string(error.message)
            case .scope: .optional(error.scope?.rawValue)
            case .section: .optional(error.section?.rawValue)
            case .path: .optional(error.path)
            case .policyId: .optional(error.policyID)
            default: .null
            }
        }
    }

    static func deployment(_ certificates: CertificateStore, plan: CallPlan?, now: Date) -> ContextRecord {
        ContextRecord("IDeployment") { member in
            switch member {
            case .certificates: .object(CertificateLookup.lookup(certificates, plan: plan, now: now))
            case .gatewayId, .serviceId, .serviceName: .string("signet")
            case .region: .string("local")
            case .gateway:
                .object(
                    ContextRecord("IGateway") { member in
                        switch member {
                        case .id, .instanceId: .string("signet")
                        case .isManaged: .bool(false)
                        default: .null
                        }
                    }
                )
            default: .null
            }
        }
    }
}
