#!/bin/sh
# Signs a program or a package for Windows, where the environment has a certificate; without one it stays unsigned.
#   ZVONOK_SIGN_PKCS12     certificate and key, a file
#   ZVONOK_SIGN_PASSWORD   their password, a file
#   ZVONOK_SIGN_TIMESTAMP  a time-stamp server, so that the signature outlives the certificate; may be empty
set -eu
[ -n "${ZVONOK_SIGN_PKCS12:-}" ] || exit 0
osslsigncode sign -pkcs12 "$ZVONOK_SIGN_PKCS12" -readpass "$ZVONOK_SIGN_PASSWORD" -h sha256 -n Zvonok \
	${ZVONOK_SIGN_TIMESTAMP:+-ts "$ZVONOK_SIGN_TIMESTAMP"} -in "$1" -out "$1.signed"
mv "$1.signed" "$1"
