/** Sentences of ours, one a line, each with its severity's first letter; slots as in `variants.ts`. */
export const network = `
h dial {ip}:{port}: the peer refused the connection
h connect to {host}:{port} failed: ECONNREFUSED
h cannot reach {host}: no route
h ENETUNREACH while sending to {ip}
h EHOSTUNREACH {ip}:{port}
h remote end closed the connection without an answer
h recv failed, the connection was reset by the peer
h read ECONNRESET on socket {n}
h write EPIPE: broken pipe on the socket to {host}
h DNS lookup for {host} returned NXDOMAIN
h name resolution of {host} failed temporarily (EAI_AGAIN)
h getaddrinfo failed for host {host}
h unable to resolve host address {host}
h UnknownHostException: {host}
h java.net.ConnectException: refused by {host}/{ip}:{port}
h java.net.SocketException: the socket was closed
h ConnectionRefusedError: [Errno 111] {host}:{port}
h ConnectionResetError: [Errno 104] reset by remote
h urllib3.exceptions.NewConnectionError: failed to establish a new connection to {host}
h requests.exceptions.SSLError: handshake with {host} did not complete
h TLS handshake failed: bad record from {ip}
h SSL_ERROR_SYSCALL in connection to {host}:{port}
h tls: first record does not look like a TLS handshake
h TLS certificate of {host} is expired
h x509: certificate signed by unknown authority
h certificate verify failed: unable to get local issuer certificate
h SSLHandshakeException: PKIX path building failed
h HTTP 502 from upstream {host}
h upstream {host}:{port} answered 503 Service Unavailable
h 500 Internal Server Error returned by {url}
m GET {url} returned 404
h bad gateway while proxying to {ip}:{port}
h no live upstreams while connecting to upstream
h upstream sent invalid header
h connect() failed (111) while connecting to upstream {url}
m rate limited by {host}: 429 Too Many Requests
h rpc error: code = Unavailable desc = connection error
h gRPC stream terminated by RST_STREAM
h websocket closed abnormally with code 1006
h websocket connection to {url} failed
m link is down on eth0
h interface eth{n} lost carrier
m NIC link flapping on port {n}
h network interface {name} not reachable
h proxy {host}:{port} refused CONNECT
h could not open a tunnel through the proxy
h socket error {n} while talking to {host}
h error sending packet to {ip}
m {n} packets lost on the way to {ip}
h failed to bind to {ip}:{port}, address is in use
h EADDRINUSE: address already in use :::{port}
h listen tcp :{port}: bind failed, port taken
m peer {ip} disconnected unexpectedly
m lost the connection to {host}, reconnecting
m disconnected from broker {host}:{port}
h Kafka broker {host} not available
h producer could not reach any broker in the list
h AMQP channel closed by the server
h MQTT client {name} lost its link
h cannot establish a session with {host}
h SMTP server {host} hung up
m mail could not be delivered: host {host} not found
h ssh: connect to host {host} port {port}: unreachable
h kex exchange: remote side hung up
h reverse lookup of {ip} does not match {host}
m address {ip} maps to {host}, but this does not map back
h ARP conflict: {ip} is used by another machine
h route to {ip} was withdrawn
h BGP session with {ip} went down
h VPN tunnel to {ip} torn down
h load balancer has no healthy backend
h service mesh: no endpoints for {host}
h curl: (6) host {host} unknown
h curl: (56) receive failure
h wget: unable to resolve {host}
h fatal: unable to access {url}: the remote end hung up
h npm ERR! network request to {url} failed
h fetch failed for {url}
h FetchError: request to {url} failed
h NetworkError when loading {url}
h AxiosError: Network Error
h System.Net.Http.HttpRequestException: no such host is known ({host}:{port})
h System.Net.Sockets.SocketException: the target actively refused it
h io.netty.channel.ConnectTimeoutException refused {host}
h hyper::Error(Connect, tcp connect error)
h end of stream on connection to {host}
h error reading from stream: unexpected EOF from {ip}
h EOFException while reading reply of {ip}
m heartbeats from node {name} are missing
h replica {host} is not reachable from the leader
h data node {ip}:{port} dropped out of the cluster
h error in the transport layer: link severed
h torus link receiver {n} failed
h message prefix could not be read from the stream of {ip}:{port}
h DHCP: no lease offered on {name}
m no DHCP offer received
h NFS server {host} not responding
h ICMP host unreachable from {ip}
m wifi association with {name} lost
h firewall dropped connection from {ip}
h protocol error: unknown packet type from {ip}
h failed to fetch {url}: connection closed
h exception in receiver for block from {ip}:{port}
h failed to transfer block to {ip}:{port}
h cannot send to queue, connection to {host} shut down
h session with {ip} closed because the remote did not answer
`;

/** As `network`. */
export const timeout = `
h request to {url} timed out after {ms}
h timed out waiting for {name}
h operation timed out
h deadline exceeded after {ms}
h context deadline exceeded while calling {name}
h rpc error: code = DeadlineExceeded
h ETIMEDOUT {ip}:{port}
h ESOCKETTIMEDOUT
h connect timeout to {host}:{port}
h read timeout on {url}
h java.net.SocketTimeoutException: nothing read within {ms}
h java.util.concurrent.TimeoutException: no result within {ms}
h TimeoutError: navigation took longer than {ms}
h asyncio: TimeoutError while awaiting {name}
h requests.exceptions.ReadTimeout: {host} took too long
h System.TimeoutException: the operation did not finish in the allotted time
h TaskCanceledException because HttpClient.Timeout of {ms} elapsed
h 504 Gateway Timeout from {host}
h upstream timed out (110) while reading the response header
h HTTP 408 request timeout
h lock wait timeout exceeded
m lock was not acquired within {ms}
h query cancelled because of statement timeout
h command timeout expired after {ms}
m health check of {name} timed out
m liveness probe failed: no answer within {ms}
h readiness probe timeout for {name}
h gave up waiting for {name} after {ms}
h waited {ms} for a response that never came
h no response from {host} within {ms}
h no reply received in time from {ip}
m session of {user} timed out
m idle timeout reached, closing
h script exceeded its maximum execution time of {n} seconds
h maximum execution time exceeded
h job {id} exceeded its time limit
h task timed out after {n} seconds
h Lambda timed out after {n} seconds
h build exceeded the time limit and was stopped
h the step has timed out
h test timed out in {ms}
h async callback was not invoked within the {ms} timeout
h worker {n} timeout, no heartbeat for {ms}
h heartbeat timeout for executor {n}
h session expired: server not heard from in {ms}
h ZooKeeper client timed out, have not heard from server in {ms}
h consumer poll timeout has expired
h election timeout reached
m slow response: {name} took {ms}
m slow query: {ms}
m request took {ms}, longer than the limit of {ms}
m response time of {name} is above its threshold
m {name} is taking too long
h TLS handshake timeout
h DNS query timed out
h i/o timeout on dial to {ip}:{port}
h net/http: request canceled while awaiting headers, Client.Timeout exceeded
h wait for pool connection exceeded {ms}
h timeout acquiring a connection from the pool
h acquire timeout: no free resource in the pool
h cache lookup timed out for key {id}
h Redis command timed out
h Kafka: request {n} timed out waiting for acks
h transaction {id} timed out and was rolled back by its timer
h RPC call to {name} timed out
h stop of service {name} timed out, killing
h start of unit {name} timed out
h device did not respond before the deadline
h command {n} to the drive timed out
h polling of {name} gave up after {n} attempts and {ms}
h exceeded retry deadline
m the timer for {name} expired before an answer
h SMTP session timed out
h SSH login grace time expired for {ip}
h timeout before authentication for {ip}
h watch on {name} closed: too long without an event
h scheduler: tick delayed by {ms}
h synchronisation with {host} did not complete in time
h future was not completed in {ms}
h the semaphore timeout period has expired
h failed to finish within {ms}; aborting
h timeoutException in call to {name}
h context canceled: client waited too long
`;

/** As `network`. */
export const permission = `
h permission denied: {path}
h EACCES: cannot open {path}
h EPERM: operation not permitted, unlink {path}
h PermissionError: [Errno 13] {path}
h java.nio.file.AccessDeniedException: {path}
h System.UnauthorizedAccessException: access to {path} denied
h access denied for user {user}
h user {user} is not authorised to perform {name}
h not authorized to access resource {name}
h AccessDenied when calling operation {name}
h 401 Unauthorized from {url}
h 403 Forbidden on {url}
h HTTP 403 returned for {path}
h authentication failed for {user} from {ip}
h failed password for {user} from {ip} port {port} ssh2
m invalid user {user} from {ip}
h pam: authentication failure; user={user} rhost={host}
h login incorrect for {user}
h wrong password given by {user}
h bad credentials
h invalid credentials supplied for {user}
h LDAP bind failed: invalid credentials (49)
h Kerberos: ticket expired
h kinit: preauthentication failed for {user}
h GSSException: no valid credentials provided
h SASL authentication failed
h token has expired
h JWT signature is not valid
h JsonWebTokenError: malformed token
h invalid token for {user}
h missing Authorization header
h API key is invalid
h invalid API key provided
h ExpiredToken: the security token in the request is no longer valid
h SignatureDoesNotMatch
h OAuth: invalid_grant
h refresh token was revoked
h account {user} is locked
h account {user} is disabled
h too many login attempts for {user}
h maximum authentication attempts exceeded for {user}
h sudo: {user} is not in the sudoers file
h {user} : command not allowed ; user not in sudoers
h su: authentication failure for {user}
h SELinux is preventing {name} from reading {path}
h audit: avc: denied { read } for {name}
h apparmor="DENIED" operation="open" profile={name}
h seccomp: syscall blocked
h host key verification failed
h Permission denied (publickey)
h could not read key: access to {path} refused
h unprotected private key file, its permissions are too open
h CSRF token mismatch
h CORS: origin {url} is not allowed
h blocked by access policy
h forbidden: role {name} cannot list {name}
h User "{user}" cannot create resource "{name}" in the namespace
h rbac: no rule permits {user}
h insufficient privileges for {name}
h requires root privileges
h must be superuser to do this
h you need administrator rights to run {name}
h the requested operation requires elevation
h read-only user may not write {name}
h client denied by server configuration: {path}
h security violation by {user}
h AuthenticationException: user {user} unknown
h AuthorizationException for {user}
h BadCredentialsException
h javax.security.auth.login.LoginException for {user}
h SecurityException: not allowed to call {name}
h signature verification of {name} failed
h untrusted publisher {name}
m possible break-in attempt from {ip}
m illegal user {user} from {ip}
h MFA code rejected for {user}
h session token invalid, log in again
h password of {user} has expired
h cannot chown {path}: not permitted
h mkdir {path}: permission denied
h git: repository access denied
h docker: denied: requested access to the resource
h unauthorized: authentication required to pull {name}
h npm ERR! code E403 you may not publish {name}
h npm ERR! code E401
h rejecting connection of {user}: no pg_hba entry
h role {user} is not permitted to log in
h NOAUTH Authentication required
h ACL: user {user} has no rights on key {id}
h client certificate required but none given
h request was refused: scope {name} is missing
h bucket policy forbids PutObject
`;
