package app

import "reflect"

// Contracts are all the contracts of a college, wherever it lives.
type Contracts interface {
	Access
	People
	Orders
	Imports
	Chats
	Lessons
	Care
	Sync
	Host
	Profiles
}

var contracts = []reflect.Type{
	reflect.TypeFor[Access](), reflect.TypeFor[People](), reflect.TypeFor[Orders](), reflect.TypeFor[Imports](), reflect.TypeFor[Chats](),
	reflect.TypeFor[Lessons](), reflect.TypeFor[Care](), reflect.TypeFor[Sync](), reflect.TypeFor[Host](), reflect.TypeFor[Profiles](),
}

// EachMethod calls f for every method of the contracts, by the contract's name. Its type has no receiver.
func EachMethod(f func(contract string, method reflect.Method)) {
	for _, contract := range contracts {
		for i := range contract.NumMethod() {
			f(contract.Name(), contract.Method(i))
		}
	}
}
