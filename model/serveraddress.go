package model

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// ServerAddress reads HOST or HOST:PORT as people write it, and gives HOST:PORT; port stands for one that is missing.
func ServerAddress(text string, port int) (string, error) {
	text = strings.TrimSpace(text)
	host, given, err := net.SplitHostPort(text)
	if err != nil {
		host, given = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"), strconv.Itoa(port)
	}
	address := net.JoinHostPort(host, given)
	if !isHostPort(address) || strings.ContainsAny(host, "[]") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
		return "", fmt.Errorf("«%s» — не адрес: укажите имя или адрес компьютера, например zvonok.college.ru или 192.168.1.5:8473", text)
	}
	return address, nil
}
