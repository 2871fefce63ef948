// What a user could write with Go's x/net/html: SITE OUT. Tags without a link of ours are copied as they are.
package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
)

func tagged(href string) string {
	_, rest, _ := strings.Cut(href, "//")
	host, _, _ := strings.Cut(rest, "/")
	if strings.Contains(href, "u1=") || (host != "click.linksynergy.com" && !strings.HasPrefix(href, "/go/")) {
		return href
	}
	url, fragment, hasFragment := strings.Cut(href, "#")
	if strings.Contains(url, "?") {
		url += "&"
	} else {
		url += "?"
	}
	url += "u1=--CLICK-ID--"
	if hasFragment {
		url += "#" + fragment
	}
	return url
}

func rewrite(page []byte) []byte {
	var out bytes.Buffer
	tokenizer := html.NewTokenizer(bytes.NewReader(page))
	for tokenizer.Next() != html.ErrorToken {
		raw := append([]byte(nil), tokenizer.Raw()...)
		if len(raw) > 2 && (raw[1] == 'a' || raw[1] == 'A') {
			token := tokenizer.Token()
			if token.Type == html.StartTagToken && token.Data == "a" {
				changes := false
				for i, attribute := range token.Attr {
					if attribute.Key == "href" {
						token.Attr[i].Val = tagged(attribute.Val)
						changes = changes || token.Attr[i].Val != attribute.Val
					}
				}
				if changes {
					raw = []byte(token.String())
				}
			}
		}
		out.Write(raw)
	}
	return out.Bytes()
}

func main() {
	site, out := os.Args[1], os.Args[2]
	err := filepath.WalkDir(site, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := out + strings.TrimPrefix(path, site)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o777)
		}
		page, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, rewrite(page), 0o666)
	})
	if err != nil {
		panic(err)
	}
}
