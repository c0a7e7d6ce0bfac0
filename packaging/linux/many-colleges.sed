# Makes the service of one college among many, zvonok-server@NAME, of the service of a single one: the same, in places of its own.
s|^Description=.*|& %i|
s|/var/lib/zvonok|/var/lib/zvonok-server/%i|
s|/etc/zvonok/|/etc/zvonok/colleges/%i/|
s|/etc/default/zvonok-server|&-%i|
s|^User=zvonok$|&-%i|
s|^StateDirectory=zvonok$|&-server/%i|
