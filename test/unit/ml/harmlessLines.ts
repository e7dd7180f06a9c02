/** Lines that logs are full of and that tell of no trouble, though many have its words, codes and names in them. */
export const harmlessLines: readonly string[] = `
Server started on port 8080
Listening on 0.0.0.0:500
GET /index.html HTTP/1.1" 200 500
"GET /errors/404 HTTP/1.1" 200 1432
"POST /login HTTP/1.1" 302 503
GET /api/v1/orders/502 took 404 ms
status=200 bytes=500 duration=403ms
HTTP client pool has 429 idle connections
Processed 500 records in 503 ms
404 items indexed, 0 errors
no errors found
0 errors, 0 warnings
Build completed successfully in 13.2 s
Compiled 137 files
exit code 0
process exited with code 0
Process finished with exit code 0
job 137 queued
Worker 9 ready
pid 143 started
Using configuration /etc/app/error.conf
Error handler registered
error reporting enabled
Loaded module error-handler
ErrorBoundary mounted
Exception filter installed
registered ExceptionMapper for NullPointerException.java
timeout set to 30 s
connect timeout is 5000 ms
Timeout handler ready
connection established to db.example.com:5432
Connected to redis at 127.0.0.1:6379
connection accepted from 10.0.0.5
connection closed by client
Connection pool initialised with 10 connections
retry policy: 3 attempts, backoff 200 ms
Retry succeeded on attempt 2
health check passed
healthcheck status ok
liveness probe succeeded
Readiness probe registered for container web
memory usage 45%
Max heap size 512 MB
heap 137 MB of 512 MB used
GC pause 12 ms
disk usage is 40% of 100 GB
free space 12 GB on /var
fsync took 3 ms
Opened file /var/log/errors/today.log
Created directory /tmp/cache
permissions checked for user admin
User alice logged in
user root session opened
Accepted publickey for alice from 10.0.0.5 port 52211 ssh2
Access granted to bob
token refreshed for client 401
Token expires in 3600 s
certificate valid until 2027-01-01
TLS handshake completed in 12 ms
Certificate renewed for example.com
loaded 3 certificates from /etc/ssl/certs
DNS lookup of example.com took 4 ms
resolved example.com to 93.184.216.34
transaction committed in 3 ms
Transaction log backup completed
deadlock detector started
Deadlock detection interval is 1 s
lock acquired by worker 3
Lock released
checkpoint complete: wrote 137 buffers
autovacuum: processing database "shop"
database system is ready to accept connections
replication slot created
SELECT 1 returned 1 row
INSERT 0 1
query returned 0 rows in 4 ms
slow query log is disabled
migration 23505 applied
Migration 42 already applied
Order 40001 confirmed
Invoice 1045 paid
customer 1205 updated
ticket 23502 closed
Payment of 404.50 EUR accepted
order total 500.00
sku E0382 shipped
part CS0103 in stock
room 502 booked
code review finished
status page updated
Status changed from pending to active
state changed to RUNNING
Deployment rolled out
deployment "web" successfully rolled out
Pulling image "nginx:latest"
Successfully pulled image "nginx:latest" in 2.1s
Created container web
Started container web
Scaled up replica set web-5d to 3
Successfully assigned default/web to node-1
Started Session 5 of user root.
Reached target Multi-User System.
Starting nginx...
Stopped nginx.
Started Daily apt download activities.
systemd[1]: Finished Rotate log files.
received signal HUP, reloading
reloading configuration
Shutting down gracefully
shutdown complete
signal handlers installed
cache miss for key user:404
cache hit ratio 0.97
Evicted 3 entries from cache
queue depth is 12
message published to topic orders
consumer group joined with generation 5
Rebalance finished in 20 ms
partition 9 assigned
Kafka producer started
Downloading https://repo.example.com/a.jar
Downloaded 12 packages in 3 s
added 137 packages in 4s
found 0 vulnerabilities
up to date, audited 502 packages in 2s
Requirement already satisfied: requests
Successfully installed requests-2.31.0
BUILD SUCCESS
BUILD SUCCESSFUL in 3s
Finished dev [unoptimized] target(s) in 0.5s
test result: ok. 137 passed; 0 failed
Tests run: 12, Failures: 0, Errors: 0, Skipped: 0
All tests passed
Already up to date.
Switched to branch 'fix-timeout-error'
commit 40001ab: handle connection errors
Merge pull request #404 from team/error-page
Your branch is ahead of 'origin/main' by 1 commit.
Apply complete! Resources: 3 added, 0 changed, 0 destroyed.
No changes. Your infrastructure matches the configuration.
Plan: 3 to add, 0 to change, 0 to destroy.
Upload of report.csv finished
Scheduler tick
Next run at 05:00
feature flag new-checkout is on
Metrics exported to collector
trace sampled with rate 0.1
received 200 OK from upstream
upstream server selected: 10.0.0.7:8080
proxy buffering enabled
worker process 137 started
rate limit is 100 requests per minute
quota usage 40% of monthly limit
email sent to bob@example.com
Session created for user 403
session expired after logout
validation passed
schema validated
JSON parsed in 2 ms
parser initialised
unit converted from MB to bytes
stack size set to 8 MB
thread pool size is 16
Thread main entered state WAITING
assertions are enabled
debug assertions on
warning level set to 4
The error rate is 0.0%
last error: none
errors=0 timeouts=0 refused=0
Backup completed: 137 files
`.trim().split('\n');
