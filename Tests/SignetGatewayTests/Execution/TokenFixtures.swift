// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Tokens that PyJWT has made, with the keys that belong to them; valid from 1799990000 to 1800003600.
enum TokenFixtures {
    /// The JSON Web Key Set of an RSA key (`r1`) and a P-256 key (`e1`).
    static let keys = [
        #"{"keys":[{"kty":"RSA","n":"wIa7n4c2QqE-bF-2vzyw4iV--zpkZeW5lcxaDuuvF2XxYMTd4jGw_vh_wXRjBApiGBJy6"#,
        #"jjPtWSBhd6zQmfPXAr6SgOcCy3mikQdqEcCxMaJbr9ZJEqRDkjlvA6VH_JPQlppmpNnYhM5n-u_tacyBBrrpx8k44DYmqkrB"#,
        #"Ef31j6tyuiaJvQjxvZplwiTffygGkH9xUffubaBmKx1htreszrZrYikkeVMjJ7ALboNvK2uaRxQiL8iC-7I9vHRnCRhyUGbG"#,
        #"ptDx6rG5DPfy-xX5QWoWOTLJ4Dxx5Qs1AVLqILc5bApzsj5RGjU1622dn7fLJBjjEz5xXgg2VjHMLsd2Q","e":"AQAB","k"#,
        #"id":"r1","use":"sig"},{"kty":"EC","crv":"P-256","x":"DFNaYLTnyMPrykz0j_wkBZDd4mKgMM4hGyOWFz-yBFU"#,
        #"","y":"bZ2VnkYNj5mAEjThjkMLoiBOhvJAVc8jEHOc0xbj8MU","kid":"e1","use":"sig"}]}"#,
    ]
    .joined()

    /// The RSA key's modulus.
    static let modulus = [
        "wIa7n4c2QqE-bF-2vzyw4iV--zpkZeW5lcxaDuuvF2XxYMTd4jGw_vh_wXRjBApiGBJy6jjPtWSBhd6zQmfPXAr6SgOcCy3m",
        "ikQdqEcCxMaJbr9ZJEqRDkjlvA6VH_JPQlppmpNnYhM5n-u_tacyBBrrpx8k44DYmqkrBEf31j6tyuiaJvQjxvZplwiTffyg",
        "GkH9xUffubaBmKx1htreszrZrYikkeVMjJ7ALboNvK2uaRxQiL8iC-7I9vHRnCRhyUGbGptDx6rG5DPfy-xX5QWoWOTLJ4Dx",
        "x5Qs1AVLqILc5bApzsj5RGjU1622dn7fLJBjjEz5xXgg2VjHMLsd2Q",
    ]
    .joined()

    /// The secret of the HMAC.
    static let secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

    /// The tokens by what is special about them; a forged one has another character in its signature.
    static let tokens = signed.merging(["forged": (signed["rs256"] ?? "").replacing("ZKxzqhLA", with: "ZKAzqhLA")]) {
        $1
    }

    private static let signed: [String: String] = [
        "rs256": [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.wG4WECntRQGOphfoC-GuJF5OglEFjNSrzYI9W40N2GmPI7l4Lg9mzmItrKsJs8MpDWE9gu38egNl1gz",
            "35HIuJda9esjqZE3nhTUDbJg0FRVTFKrcuhGgjDQt8Ysw9pC2un2RZ6p4UQXFj_7QePwewdhObfZvJK2eCgSkhZIO7nvk-vm",
            "TleiosKgZQLf0p-M13hIt8uZOZvexBn62AB1LlFM2MDGFk1_R7XFGTo70wJKmCjSeJzgKqwRL_kzl7dVvNaKwENUtJ5azGf_",
            "n3CI4cf6xqoybN1z1z_0XmwUJDTSx9kqWT-6jIocWTfwps5T2Ivyl-tqVImwAC7ZKxzqhLA",
        ]
        .joined(),
        "ps384": [
            "eyJhbGciOiJQUzM4NCIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.VCH6AhB5brBHzAVAGx7vJqmS4SiFhqx3CcdiUBp_0_uYxm4_8R79e9tu63TbKpZ5wuI5q27nH-Xiv_p",
            "9b4a4izQIZFgJ_pcdya2aMTHxQJehGCkFcvrf3Hoc_b1K2QyMOj0k2euNXeyg-n2VTTTrhD1ykySo1hWqhr7C0IMPZ66GkBT",
            "JevQj9U29UaT57sJ2yYDHmQG--wFyZgUXgZOTeLJlxZcT-4Pq7MnQN2ko2DxnfwJuer6rOA9ogSw5juKbCIsNSx0FLg9uzaN",
            "DivoiIb1eAUJFnkA2-q-67G1Vuvllo_PpAFGw8gFqDWmrwaiGMXB9LvSKazkd4O8mDw04vw",
        ]
        .joined(),
        "es256": [
            "eyJhbGciOiJFUzI1NiIsImtpZCI6ImUxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.zToT23ROFK3pGbtCxI0szXIzLLtixdz2ufAYBM81DfA76bX0TSFS_kOsB3rFNJZAPiHwAuDOTaYTBAj",
            "E0-zupw",
        ]
        .joined(),
        "hs256": [
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjpbImFwaTo",
            "vL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJtZSIsInRpZCI6IjE",
            "xMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00MGI2LTk0ZmUtNWY",
            "3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRlIiwibGV2ZWwiOjV",
            "9.5c2Ai2olTVW_SFI80-4dH5QEsHlriIM8P_6k69MczzU",
        ]
        .joined(),
        "expired": [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTc5OTk5OTk5MCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.HB4viYTJPUxg9GZyovgLvJno2Uu0j3ApOGNLYm9bwfyWjSl9ZRASepP04YvNNAK27m5ZP716a6p4i1a",
            "7SIHOJHW1SVSAIsYdz3sHy4lVZie39DsCGAI6g6GgsQ3NC-M5jo_R-GhMkHK5pRnynaQXAZF5fU_Rq3bAhGKn0G7jpap4ZsV",
            "USia6q38cud_n9ibBvDLlVr_yhesnGuetlM3KztoOggYvynl4Q3RzGismIVYtccJeMRcDp5ji1P9Dxkown-OL7Eg-hAzOYcI",
            "ooIO8PWk9ErM_skiWg3-TKZ1jq8GD80a8W4vPr1JkKfB1UvZ5w4i3S5UOXloeBpMHQZ1bXA",
        ]
        .joined(),
        "early": [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxODAwMDAwMDEwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.KnIVU_fSbe7oSpicBFhpuFrK8aRVdEK4Lg69TUXOj_s8aRuFwLuUruIuief-BIQeXgnEn1n7T3lnOs6",
            "S61CE8uUStTiVEXAfB0D4mKefq0He2pIq-j_J8yOXyzfTPC5E7bXOF2pu9Dgbs0BpXBNofZv_cV2IOVwCqnlr1Ln6SvCsqHU",
            "IdD2wBBHfmhHspNPqHzyMFiBhGQslWwMd-0kKhcSKVnw3BrRz4oaiceyU-aW1sCJqhB0B2i34prpGSwvnWo8OpsTrs6eQl6f",
            "_pdydR0ldmBdMe7LLaxLgTdnwEUmmo7WTgxGP-6Q5XcDmdryBCV4yc-L4aOYYgE6SulMwjg",
        ]
        .joined(),
        "endless": [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sIm5iZiI6MTc5OTk5MDAwMCwic3ViIjoibWUiLCJ0aWQiOiIxMTExMTEx",
            "MS0yMjIyLTMzMzMtNDQ0NC01NTU1NTU1NTU1NTUiLCJhcHBpZCI6Ijk3ZTBhNWI3LWQ3NDUtNDBiNi05NGZlLTVmNzdkMzVj",
            "NmUwNSIsInJvbGVzIjpbInJlYWRlciIsIndyaXRlciJdLCJzY3AiOiJhLnJlYWQgYi53cml0ZSIsImxldmVsIjo1fQ.HmL3Z",
            "0y9o5ufIPqYA-X3HkPOybJ2wDTQVa4MFket0qL2EkfSszVD2ALIzc6ULVB56FH0qwlBy6FMLjyrr1mUrfPo4gOoruC1fQmzn",
            "wIc_0rm6B3mK3Gb_sOmPpwgBE3oF8c_2MJNgFcaBf4Y6GDqpRjsk5Cd3Q85mIBFmyFpmY2k9Xv0exUN_4a__l95-vHW-aNi8",
            "F4L6xKJXY-knu9qbX5UXR0SfPu6ScoJkmawDXcCsM1iCU6UIMaC6j85etca7E-J0-zcOWbLKUPIFtEzWqRYbF7nLzquTeuh0",
            "QH3dFYt09ZaC_oK6EIiBB11zjBJJIrLxSnOLf5QteortvnAVA",
        ]
        .joined(),
        "unknown": [
            "eyJhbGciOiJSUzI1NiIsImtpZCI6InI5IiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi",
            "YXVkIjpbImFwaTovL29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJt",
            "ZSIsInRpZCI6IjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00",
            "MGI2LTk0ZmUtNWY3N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRl",
            "IiwibGV2ZWwiOjV9.Zto_mQHHLfYmImdBmAplOdWgFO3md0djJrlBAW3l8Ay6U23xnCo93-lhxDzcN4tiVyYKCZUZ_ShynCr",
            "tEaP1dWOmWA2owfe6n6roUq7K13Ab_ffVN_SCVUDc41sSd7SwsbeKhQqYcS1uJTIycukv5MPKVdil6Xcdo31fid8HtKe9MDr",
            "kqlZp7nLlqQg1av0qwSUBv7HqMSxkoJS0kt65fOCQBWxRu2eWIK0XtRquFLlgEdadNnEvl8dBuMshlSgsSXFzM9vzu6rwwMl",
            "QnAuMOJ2IO3lBcAqRTFsRst5ecOQbt7n4Ax0eiijOghoKlypBYZJfCRZFopb9AtPVBQggoQ",
        ]
        .joined(),
        "unsigned": [
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjpbImFwaTov",
            "L29yZGVycyIsIm90aGVyIl0sImV4cCI6MTgwMDAwMzYwMCwibmJmIjoxNzk5OTkwMDAwLCJzdWIiOiJtZSIsInRpZCI6IjEx",
            "MTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsImFwcGlkIjoiOTdlMGE1YjctZDc0NS00MGI2LTk0ZmUtNWY3",
            "N2QzNWM2ZTA1Iiwicm9sZXMiOlsicmVhZGVyIiwid3JpdGVyIl0sInNjcCI6ImEucmVhZCBiLndyaXRlIiwibGV2ZWwiOjV9",
            ".",
        ]
        .joined(),
        "confused": [
            "eyJhbGciOiAiSFMyNTYiLCAia2lkIjogInIxIn0.eyJpc3MiOiAiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZSIsICJhdWQiOiBb",
            "ImFwaTovL29yZGVycyIsICJvdGhlciJdLCAiZXhwIjogMTgwMDAwMzYwMCwgIm5iZiI6IDE3OTk5OTAwMDAsICJzdWIiOiAi",
            "bWUiLCAidGlkIjogIjExMTExMTExLTIyMjItMzMzMy00NDQ0LTU1NTU1NTU1NTU1NSIsICJhcHBpZCI6ICI5N2UwYTViNy1k",
            "NzQ1LTQwYjYtOTRmZS01Zjc3ZDM1YzZlMDUiLCAicm9sZXMiOiBbInJlYWRlciIsICJ3cml0ZXIiXSwgInNjcCI6ICJhLnJl",
            "YWQgYi53cml0ZSIsICJsZXZlbCI6IDV9.VZy0g97708XPBN1mIfGxBa7kyTXXQtEij71wlOy2mCo",
        ]
        .joined(),
    ]
}
