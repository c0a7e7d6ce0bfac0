# Sourced by what builds the program with its window. Sets $inlined: flags of go build that inline only what computes (Go's own
# library, the rules and the store, workbooks, drawing). The rest waits for people and lines, and would be 3 MB larger.
inlined=-gcflags=all=-l
for packages in std golang.org/x/text/... golang.org/x/crypto/... zvonok/model/... github.com/xuri/... github.com/mattn/... \
	fyne.io/fyne/v2/internal/... fyne.io/fyne/v2/canvas; do
	inlined="$inlined -gcflags=$packages="
done
for packages in net/... vendor/... crypto/tls crypto/x509/... text/template/... html/... mime/... encoding/gob regexp/... log/... go/...; do
	inlined="$inlined -gcflags=$packages=-l"
done
