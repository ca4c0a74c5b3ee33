"""The sample project as it runs online: real servers, a web server and a worker."""

import pymysql

from shop_online.worker import app as celery_app

__all__ = ["celery_app"]

# Django asks for mysqlclient, which wants a compiler and headers in the image.
pymysql.install_as_MySQLdb()
