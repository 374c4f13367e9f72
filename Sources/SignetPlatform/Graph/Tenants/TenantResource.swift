// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A tenant as Graph shows it: as the organization, and by its verified domains.
struct TenantResource: Sendable {
    let tenant: Tenant

    /// The domain that new names are in unless told otherwise: the first that the tenant was given.
    private var defaultDomain: String? { self.tenant.domainNames.first }

    var organization: JSONObject {
        [
            "id": .string(self.tenant.id), "deletedDateTime": .null, "businessPhones": [], "city": .null,
            "country": .null, "countryLetterCode": .null, "createdDateTime": .null, "defaultUsageLocation": .null,
            "displayName": .string(self.tenant.displayName), "marketingNotificationEmails": [],
            "onPremisesLastSyncDateTime": .null, "onPremisesSyncEnabled": .null, "postalCode": .null,
            "preferredLanguage": .null, "privacyProfile": .null, "securityComplianceNotificationMails": [],
            "securityComplianceNotificationPhones": [], "state": .null, "street": .null,
            "technicalNotificationMails": [], "tenantType": "AAD", "assignedPlans": [], "provisionedPlans": [],
            "verifiedDomains": .array(self.tenant.domainNames.map { .object(verified($0)) }),
        ]
    }

    private func verified(_ name: String) -> JSONObject {
        [
            "capabilities": "", "isDefault": .bool(name == self.defaultDomain),
            "isInitial": .bool(name == self.tenant.initialDomain), "name": .string(name), "type": "Managed",
        ]
    }

    /// The domains, in the order of their names.
    var domains: [JSONObject] {
        self.tenant.domainNames.sorted()
            .map { name in
                [
                    "authenticationType": "Managed", "availabilityStatus": .null, "id": .string(name),
                    "isAdminManaged": true, "isDefault": .bool(name == self.defaultDomain),
                    "isInitial": .bool(name == self.tenant.initialDomain), "isRoot": true, "isVerified": true,
                    "passwordNotificationWindowInDays": .null, "passwordValidityPeriodInDays": .null, "state": .null,
                    "supportedServices": [],
                ]
            }
    }
}
