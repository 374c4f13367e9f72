// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// Signs a client in with a certificate, with ADAL for Go, and prints the answer as JSON.
//
// usage: go_adal AUTHORITY TENANT CLIENT_ID PEM_FILE RESOURCE
package main

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"

	"github.com/Azure/go-autorest/autorest/adal"
)

func main() {
	answer := map[string]string{}
	if token, err := signIn(os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]); err != nil {
		answer["error"] = err.Error()
	} else {
		answer["accessToken"] = token
	}
	json.NewEncoder(os.Stdout).Encode(answer)
}

func signIn(authority, tenant, client, file, resource string) (string, error) {
	certificate, key, err := identity(file)
	if err != nil {
		return "", err
	}
	configuration, err := adal.NewOAuthConfig(authority, tenant)
	if err != nil {
		return "", err
	}
	token, err := adal.NewServicePrincipalTokenFromCertificate(*configuration, client, certificate, key, resource)
	if err != nil {
		return "", err
	}
	if err := token.EnsureFresh(); err != nil {
		return "", err
	}
	return token.OAuthToken(), nil
}

func identity(file string) (*x509.Certificate, *rsa.PrivateKey, error) {
	rest, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var certificate *x509.Certificate
	var key *rsa.PrivateKey
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" && certificate == nil {
			if certificate, err = x509.ParseCertificate(block.Bytes); err != nil {
				return nil, nil, err
			}
		} else if parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			key, _ = parsed.(*rsa.PrivateKey)
		}
	}
	if certificate == nil || key == nil {
		return nil, nil, errors.New("the file needs a certificate and an RSA key")
	}
	return certificate, key, nil
}
