// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The time zones by their names on Windows and in the tz database, as CLDR pairs them.
enum TimeZoneCatalogue {
    /// The zone of a name; the tz database's names are taken as well, as .NET does.
    static func zone(_ name: String) -> TimeZoneObject? {
        if ["utc", "etc/utc", "gmt", "etc/gmt"].contains(OrdinalText.lower(name)) { return .utc }
        return self.zones[OrdinalText.lower(name)]
    }

    /// The zones by their names on Windows, from west to east.
    static let all: [TimeZoneObject] = Dictionary(grouping: zones.values, by: \.windowsName)
        .compactMap { name, zones in zones.first { $0.id == name } }
        .sorted { ($0.base, $0.windowsName) < ($1.base, $1.windowsName) }

    private static let zones: [String: TimeZoneObject] = {
        var zones: [String: TimeZoneObject] = [:]
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: "|").map(String.init)
            guard fields.count == 4, let base = Int(fields[1]), let rule = TimeZoneObject.Rule(rawValue: fields[2])
            else {
                continue
            }
            for id in [fields[0]] + fields[3].split(separator: " ").map(String.init) {
                zones[OrdinalText.lower(id)] = TimeZoneObject(id: id, windowsName: fields[0], base: base, rule: rule)
            }
        }
        return zones
    }()

    /// The name on Windows, the minutes from UTC, the rule, the names in the tz database.
    private static let table = """
        Dateline Standard Time|-720|-|Etc/GMT+12
        UTC-11|-660|-|Etc/GMT+11 Pacific/Pago_Pago
        Hawaiian Standard Time|-600|-|Pacific/Honolulu
        Alaskan Standard Time|-540|us|America/Anchorage
        Pacific Standard Time|-480|us|America/Los_Angeles America/Vancouver US/Pacific
        US Mountain Standard Time|-420|-|America/Phoenix
        Mountain Standard Time|-420|us|America/Denver America/Edmonton US/Mountain
        Central America Standard Time|-360|-|America/Guatemala America/Costa_Rica
        Central Standard Time|-360|us|America/Chicago America/Winnipeg US/Central
        Central Standard Time (Mexico)|-360|-|America/Mexico_City
        Canada Central Standard Time|-360|-|America/Regina
        SA Pacific Standard Time|-300|-|America/Bogota America/Lima
        Eastern Standard Time|-300|us|America/New_York America/Toronto America/Detroit US/Eastern
        Atlantic Standard Time|-240|us|America/Halifax
        SA Western Standard Time|-240|-|America/La_Paz America/Puerto_Rico
        Newfoundland Standard Time|-210|us|America/St_Johns
        E. South America Standard Time|-180|-|America/Sao_Paulo
        Argentina Standard Time|-180|-|America/Buenos_Aires America/Argentina/Buenos_Aires
        UTC-02|-120|-|Etc/GMT+2
        Cape Verde Standard Time|-60|-|Atlantic/Cape_Verde
        GMT Standard Time|0|eu|Europe/London Europe/Dublin Europe/Lisbon
        Greenwich Standard Time|0|-|Atlantic/Reykjavik Africa/Abidjan
        W. Europe Standard Time|60|eu|Europe/Berlin Europe/Amsterdam Europe/Rome Europe/Stockholm Europe/Vienna Europe/Zurich Europe/Oslo
        Central Europe Standard Time|60|eu|Europe/Budapest Europe/Prague Europe/Belgrade
        Romance Standard Time|60|eu|Europe/Paris Europe/Madrid Europe/Brussels Europe/Copenhagen
        Central European Standard Time|60|eu|Europe/Warsaw Europe/Zagreb
        W. Central Africa Standard Time|60|-|Africa/Lagos
        South Africa Standard Time|120|-|Africa/Johannesburg
        FLE Standard Time|120|eu|Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Riga Europe/Vilnius Europe/Tallinn Europe/Sofia
        GTB Standard Time|120|eu|Europe/Bucharest Europe/Athens
        Turkey Standard Time|180|-|Europe/Istanbul
        Arabic Standard Time|180|-|Asia/Baghdad
        Arab Standard Time|180|-|Asia/Riyadh Asia/Kuwait
        Russian Standard Time|180|-|Europe/Moscow
        E. Africa Standard Time|180|-|Africa/Nairobi
        Iran Standard Time|210|-|Asia/Tehran
        Arabian Standard Time|240|-|Asia/Dubai
        Afghanistan Standard Time|270|-|Asia/Kabul
        West Asia Standard Time|300|-|Asia/Tashkent
        Pakistan Standard Time|300|-|Asia/Karachi
        India Standard Time|330|-|Asia/Kolkata Asia/Calcutta
        Nepal Standard Time|345|-|Asia/Kathmandu
        Bangladesh Standard Time|360|-|Asia/Dhaka
        Myanmar Standard Time|390|-|Asia/Yangon Asia/Rangoon
        SE Asia Standard Time|420|-|Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh
        China Standard Time|480|-|Asia/Shanghai Asia/Hong_Kong
        Singapore Standard Time|480|-|Asia/Singapore Asia/Kuala_Lumpur Asia/Manila
        W. Australia Standard Time|480|-|Australia/Perth
        Taipei Standard Time|480|-|Asia/Taipei
        Tokyo Standard Time|540|-|Asia/Tokyo
        Korea Standard Time|540|-|Asia/Seoul
        AUS Central Standard Time|570|-|Australia/Darwin
        Cen. Australia Standard Time|570|au|Australia/Adelaide
        E. Australia Standard Time|600|-|Australia/Brisbane
        AUS Eastern Standard Time|600|au|Australia/Sydney Australia/Melbourne
        Tasmania Standard Time|600|au|Australia/Hobart
        West Pacific Standard Time|600|-|Pacific/Port_Moresby
        Central Pacific Standard Time|660|-|Pacific/Guadalcanal
        New Zealand Standard Time|720|nz|Pacific/Auckland
        UTC+12|720|-|Etc/GMT-12
        Fiji Standard Time|720|-|Pacific/Fiji
        Tonga Standard Time|780|-|Pacific/Tongatapu
        """
}
