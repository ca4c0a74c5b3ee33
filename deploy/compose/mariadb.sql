-- Run once, after the image has made the user and its database: what `django-health-exporter grants` asks for
-- beside what an owner has.
GRANT PROCESS, SLAVE MONITOR ON *.* TO 'shop'@'%';
