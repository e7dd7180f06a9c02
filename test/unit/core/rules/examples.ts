import type { Category, Severity } from '../../../../src/core/finding';

/** What a rule is to find, as logs have it; `severity` and `category` are the verdict's, the rule's own unless stated. */
export interface Example {
  readonly message: string;
  readonly severity?: Severity;
  readonly category?: Category;
  /** The rule that decides, where a more precise one than that of the table does. */
  readonly decidedBy?: string;
}

/** Examples of every rule. A message stands alone where nothing but its rule's own verdict is expected. */
export const examples: Readonly<Record<string, readonly (string | Example)[]>> = {
  'out-of-memory': [
    'java.lang.OutOfMemoryError: Java heap space',
    'Out of memory: Killed process 4242 (java) total-vm:8123456kB',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'fork: Cannot allocate memory',
    "terminate called after throwing an instance of 'std::bad_alloc'",
    'Last State: Terminated, Reason: OOMKilled',
    'PHP message: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
    'MemoryError',
  ],
  'stack-overflow': ['RangeError: Maximum call stack size exceeded', 'java.lang.StackOverflowError', 'RecursionError: maximum recursion depth exceeded while calling a Python object', 'Process is terminated due to stack overflow'],
  'memory-pressure': ['memory usage is high: 93%', 'GC overhead limit exceeded', 'Possible EventEmitter memory leak detected. 11 exit listeners added', 'low on memory'],
  'disk-full': ['No space left on device', 'write failed: ENOSPC', 'tar: disk full', 'Disk quota exceeded'],
  'disk-failure': ['Buffer I/O error on dev sdb1, logical block 0', 'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2', 'blk_update_request: critical medium error, dev sda, sector 1953', 'touch: Read-only file system', 'read: Input/output error'],
  corruption: ['checksum mismatch in block 17', 'index is corrupted, run repair', 'possible data loss detected', 'org.apache.lucene.index.CorruptIndexException: codec footer mismatch'],
  'file-missing': ["ENOENT: no such file or directory, open '/srv/app/config.json'", 'FileNotFoundError: model.bin', 'cat: notes.txt: No such file or directory', 'could not open file "base/1/2"', 'No Makefile found'],
  'too-many-files': ['accept4() failed (24: Too many open files)', 'Error: EMFILE, open'],
  'file-operation-failed': ['Failed to write the report to disk', 'java.io.IOException: Stream closed', 'rename: EXDEV', 'Error opening file: busy'],
  'permission-denied': ['Permission denied', 'bash: ./run.sh: Permission denied', 'permission denied while trying to connect to the Docker daemon socket', 'Access is denied.', 'mkdir: EACCES', 'chown: Operation not permitted', '401 Unauthorized', 'user jane is not authorized to perform s3:PutObject', 'mount: EPERM'],
  'authentication-failed': [
    'Failed password for root from 10.0.0.9 port 4711 ssh2',
    'pam_unix(sshd:auth): authentication failure; logname= uid=0',
    'Invalid user admin from 10.0.0.9',
    'Login failed for jane',
    'reverse mapping checking getaddrinfo for host [10.0.0.9] failed - POSSIBLE BREAK-IN ATTEMPT!',
    'token has expired',
    'password authentication failed for user "app"',
  ],
  certificate: ['x509: certificate signed by unknown authority', 'certificate has expired', 'SSL handshake failed', 'unable to verify the first certificate', 'self signed certificate in certificate chain', 'SSL: CERTIFICATE_VERIFY_FAILED', 'tls: bad certificate', 'remote error: tls: handshake failure'],
  crash: ['Segmentation fault (core dumped)', 'nginx[4242]: segfault at 0 ip 00007f sp 00007f error 4', 'Kernel panic - not syncing: VFS', 'Received SIGSEGV', 'panic: runtime error: index out of range [5] with length 3', "thread 'main' panicked at src/main.rs:4:5:", 'BUG: soft lockup - CPU#1 stuck for 22s', '*** stack smashing detected ***: terminated', 'Bus error'],
  killed: ['exit code 137', 'Process exited with code 1', 'Killed', 'killed', 'worker process 17 died', 'Back-off restarting failed container: CrashLoopBackOff', 'app.service: Main process exited, code=killed, status=9/KILL', 'child 8 terminated by signal 9', 'The process terminated unexpectedly', 'command returned exit status 2', 'worker 3 exited on signal 11'],
  hardware: ['machine check interrupt', 'CPU0: Core temperature above threshold, thermal throttling', 'uncorrectable ECC error on DIMM 3', 'power supply failure on PSU 2', 'Fan failure detected', 'data TLB error interrupt'],
  'resource-exhausted': ['Resource temporarily unavailable', 'rpc error: code = RESOURCE_EXHAUSTED', 'java.util.concurrent.RejectedExecutionException: Task rejected', 'too many connections', 'rate limit exceeded', 'queue is full'],

  deadlock: ['ERROR: deadlock detected', 'Deadlock found when trying to get lock; try restarting transaction', 'Lock wait timeout exceeded', 'sqlite3.OperationalError: database is locked', 'SQLITE_BUSY'],
  'database-connection': ['could not connect: database connection refused', 'MongoNetworkError: connect failed', { message: 'FATAL: sorry, too many clients already', severity: 'critical' }, 'HikariPool-1 - Connection is not available', 'connection pool exhausted', 'Redis connection lost', 'Connection to postgres failed'],
  'database-error': ['duplicate key value violates unique constraint "users_pkey"', 'ORA-00942: table or view does not exist', 'relation "orders" does not exist', 'psycopg2.errors: SQLSTATE 42P01', 'SQLITE_CONSTRAINT: UNIQUE', 'You have an error in your SQL syntax: syntax error at or near "FORM"', 'Duplicate entry for key PRIMARY', 'transaction aborted', 'org.postgresql.util.PSQLException: the backend is gone'],
  timeout: [
    'Connection timed out',
    'connect ETIMEDOUT',
    'context deadline exceeded',
    'Read timeout',
    'timeout of 30000ms exceeded',
    'Request timed out after 30 s',
    'TimeoutError: page',
    'java.net.SocketTimeoutException: Read timed out',
    'timeout waiting for lock',
    'watchdog: timer expired',
    'no response from 10.0.0.3',
    'Gateway Timeout',
    'operation timeout: gave up after 3 tries',
    'timeout after 5000ms',
    'upstream timeout (110)',
  ],
  dns: ['getaddrinfo ENOTFOUND db.internal', 'java.net.UnknownHostException: db', 'Could not resolve host: example.org', 'Temporary failure in name resolution', 'dial tcp: lookup db: no such host', 'NXDOMAIN', 'DNS lookup failed'],
  'connection-refused': ['connect ECONNREFUSED 127.0.0.1:6379', 'Connection refused', 'No connection could be made because the target machine actively refused it', 'ConnectionRefusedError: [Errno 111]'],
  'connection-lost': ['read ECONNRESET', 'Connection reset by peer', 'Broken pipe', 'socket hang up', 'write EPIPE', 'connection lost', 'unexpected EOF', 'Connection closed unexpectedly', 'peer closed'],
  unreachable: ['No route to host', 'Network is unreachable', 'host unreachable', 'EHOSTUNREACH', 'listen EADDRINUSE: address already in use :::3000', 'Failed to connect to broker', 'eth0: link down', 'no live upstreams while connecting to upstream', 'java.net.ConnectException: x', 'network is down', 'Cannot connect to the Docker daemon'],
  'http-server-error': ['upstream returned 502', 'HTTP/1.1 503', 'status=500', 'Internal Server Error', 'responded with 500', 'status code: 504', '"status":502', '502 Bad Gateway', { message: 'service unavailable', decidedBy: 'unreachable' }],

  'module-missing': ["Error: Cannot find module 'express'", "ModuleNotFoundError: No module named 'numpy'", 'java.lang.ClassNotFoundException: com.example.App', 'libssl.so.1.1: cannot open shared object file', 'bash: foo: command not found', 'undefined symbol: foo_bar', "/usr/bin/ld: undefined reference to `main'", 'undefined reference to foo', "The program 'swift' is currently not installed."],
  'null-reference': ['java.lang.NullPointerException', "TypeError: Cannot read properties of undefined (reading 'id')", 'Object reference not set to an instance of an object.', "AttributeError: 'NoneType' object has no attribute 'x'", 'invalid memory address or nil pointer dereference', 'undefined is not a function', "undefined method `name' for nil:NilClass", 'called `Option::unwrap()` on a `None` value'],
  'type-error': ['TypeError: x.map is not iterable', 'ValueError: invalid literal for int()', 'java.lang.ClassCastException: a', 'NumberFormatException: For input string', 'IllegalArgumentException: bad'],
  'index-error': ['IndexError: list index out of range', 'java.lang.ArrayIndexOutOfBoundsException: 5', "KeyError: 'id'", 'ZeroDivisionError: division by zero', 'index out of bounds'],
  configuration: ['invalid configuration: no port', 'Missing environment variable DB_URL', 'nginx: [emerg] unknown directive "foo"', 'environment variable API_KEY is not set', 'config file not found', 'required property name is missing', 'flag provided but not defined: -x', 'error: unrecognized arguments: --foo'],
  'parse-error': ['SyntaxError: Unexpected token < in JSON at position 0', 'Failed to parse response', 'json.decoder.JSONDecodeError: x', 'invalid JSON', 'unexpected end of JSON input', 'yaml: parse error', "did not find expected ',' or ']' while reading a flow sequence"],
  'business-rule': ['Validation failed: name', 'Payment 77 was declined', 'insufficient funds', 'out of stock', 'order 12 rejected', 'invalid quantity'],
  assertion: ['AssertionError: 1 != 2', '3 failed, 12 passed', '--- FAIL: TestFoo (0.00s)', 'BUILD FAILED', 'Assertion failed: x', '2 tests failed', 'expected:<1> but was:<2>', 'expected to be nil, got 7', 'Expected and actual values differ!', 'Tests run: 5, Failures: 1, Errors: 0', 'Tests: 2 failed, 10 passed, 12 total'],
  'compile-error': ["src/app.ts(3,7): error TS2322: Type 'x'", 'main.c:4:2: error: expected', 'error[E0382]: borrow of moved value', 'make: *** [all] Error 2', 'npm ERR! code ELIFECYCLE', 'main.c:1:10: fatal error: foo.h'],
  deprecated: ['DeprecationWarning: Buffer() is deprecated', 'npm: request is deprecated', 'this API will be removed in 5.0', 'Node 12 has reached end-of-life'],
  retry: ['Retrying in 5 s', 'reconnecting to broker', 'falling back to polling', 'attempt 2 of 5', 'attempt 2/5', 'will try again later'],
  'count-of-errors': ['error_count=3', 'errors: 7', '3 errors', 'failures=2', 'found 5 exceptions', '"errorCount": 4'],
  'data-lost': ['42 packets dropped', 'message was discarded', 'rolled back', 'moved to the dead letter queue', 'update lost'],
  exception: ['Uncaught something', 'Unhandled rejection', 'CustomWidgetException', 'exception thrown', 'Exception in thread "main"', 'Traceback (most recent call last):', 'goroutine 1 [running]:', 'An exception occurred', 'Exception: boom'],
  'fatal-word': ['fatal: not a git repository', 'emergency stop', 'catastrophic', 'Fatal error'],
  'failure-word': ['job failed', 'an error', 'backup could not start', 'cannot continue', 'operation aborted', 'Error', 'ERROR something', 'unable to start', 'call rejected by policy'],
  'warning-word': ['warning: low', 'WARN something', 'unexpected value', 'node is unhealthy', 'version mismatch', 'server not responding', 'page not found', 'unknown command'],
};
