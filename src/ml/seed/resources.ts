/** As `network` in connections.ts. */
export const memory = `
c out of memory
c OutOfMemoryError: Java heap space
c OutOfMemoryError after GC overhead: limit of {n}% exceeded
c OutOfMemoryError in the class metaspace
c java.lang.OutOfMemoryError: unable to create new native thread
c java.lang.OutOfMemoryError: direct buffer memory
c FATAL ERROR: reached heap limit, allocation failed - JavaScript heap out of memory
c kernel: oom-kill of process {n} ({name})
c Killed process {n} ({name}) by the OOM killer
c invoked oom-killer: gfp_mask={id}
c memory cgroup out of memory
h OOMKilled: container {name} exceeded its memory limit
h pod {name} was evicted for low memory
c caught std::bad_alloc in {name}
c terminate called after throwing bad_alloc
c malloc failed for {n} bytes
c cannot allocate {size} of memory
c ENOMEM: not enough memory
c fork: cannot allocate memory
c mmap of {size} failed: no memory
c virtual memory exhausted
c MemoryError
c MemoryError: unable to allocate {size} for an array
c numpy.core._exceptions.ArrayMemoryError
c System.OutOfMemoryException
c System.InsufficientMemoryException
c the Go runtime ran out of memory
c PHP Fatal error: allowed memory size of {n} bytes exhausted
c Allowed memory size exhausted (tried to allocate {n} bytes)
c NoMemoryError: failed to allocate memory
c CUDA out of memory, tried to allocate {size}
c RuntimeError: CUDA error: memory allocation failed
c cudaMalloc failed
h GPU memory is exhausted
c Stack overflow
c java.lang.StackOverflowError
c call stack size exceeded in {name}
h RecursionError: maximum recursion depth exceeded
c Process is terminated due to StackOverflowException
c goroutine stack exceeds the limit of {n} bytes
c thread main has overflowed its stack
m heap usage at {n}%
m memory usage above {n}% on {host}
m high memory pressure
m memory is low: {size} free
m available memory below {size}
m swap space nearly exhausted
h no swap space left
m swap usage at {n}%
m GC took {ms}: heap almost full
m long garbage collection pause of {ms}
m full GC freed little memory
m possible memory leak: {n} listeners added
m MaxListenersExceededWarning: possible EventEmitter memory leak
m direct leak of {n} bytes in {n} objects
h LeakSanitizer: leaks found
h AddressSanitizer found a heap-buffer-overflow in {name}
h AddressSanitizer: heap-use-after-free
h double free or corruption
h invalid pointer given to free() by {name}
h malloc(): corrupted top size
h buffer overflow detected: {name} terminated
h stack smashing detected
h heap corruption detected after block at {id}
h page allocation failure: order:{n}
h allocation of {size} exceeds the free system memory
h failed to allocate buffer of {n} bytes
h could not allocate a block of {size}
h cannot reserve {size} of heap
h could not reserve enough space for object heap
h LOH fragmentation: cannot grow the heap
h container is using {size} of {size} memory, killing container
h running beyond physical memory limits
h executor lost: exceeded memory limit of {size}
h OOM command not allowed when used memory exceeds the limit
h maxmemory reached, keys cannot be evicted
h circuit breaker: data too large, would be larger than the limit of {size}
h shared memory segment could not be created
h could not resize shared memory segment
h out of shared memory
h memory limit of {size} reached in sort
h not enough memory for the result set
h cache cannot grow: memory quota used up
h slab: unable to allocate memory on node {n}
h vmalloc: allocation failure of {n} bytes
h uncorrectable memory error at address {id}
m ECC error corrected in DIMM {n}
h EDAC: {n} UE memory read error
m memory ballooning: host reclaims {size}
h wasm memory: out of bounds growth
h process size {size} exceeds its limit, restarting worker
h buffer pool exhausted
h insufficient memory to start {name}
h Java heap dump written because memory ran out
h page fault could not be served: memory exhausted
h object too large to be allocated
h the paging file is too small for this operation
h not enough storage is available to process this command
h ulimit: virtual memory limit hit
`;

/** As `network` in connections.ts. */
export const diskIo = `
c {path}: no space is left on the device
c ENOSPC: no space left, write {path}
c disk full: {path}
c write to {path} failed: disk is full
h filesystem {path} is at {n}% of its capacity
m disk usage above {n}% on {path}
m only {size} of disk space left on {path}
h disk quota exceeded for {user}
h EDQUOT while writing {path}
h I/O error on device {name}, sector {n}
h blk_update_request: I/O error, dev {name}
h Buffer I/O error on device {name}, logical block {n}
h EXT4-fs error (device {name}): unable to read inode
h XFS on {name} cannot write metadata: I/O failure
h XFS: corruption detected, unmount and run repair
h BTRFS: checksum mismatch on {name}
h file system was remounted read-only
h EROFS: read-only file system, open {path}
h read-only file system: cannot create {path}
h ENOENT: no such file or directory, open {path}
h file not found: {path}
h {path}: No such file or directory
h FileNotFoundError: [Errno 2] {path}
h java.io.FileNotFoundException: {path}
h java.nio.file.NoSuchFileException: {path}
h System.IO.FileNotFoundException: could not find {path}
h System.IO.DirectoryNotFoundException: {path}
h java.io.IOException: cannot write {path}
h IOException: stream closed while writing {path}
h System.IO.IOException: the file is in use by another process
h IOError: [Errno 5] Input/output error: {path}
h OSError: [Errno 28] while saving {path}
h EIO: i/o error, read {path}
h EMFILE: too many open files
h ENFILE: file table overflow
h accept: too many open files
h EISDIR: illegal operation on a directory, read {path}
h ENOTDIR: {path} is not a directory
m EEXIST: file already exists, mkdir {path}
h ENOTEMPTY: directory not empty, rmdir {path}
h EBUSY: resource busy, rename {path}
h EXDEV: rename across devices {path}
h cannot open {path} for writing
h cannot open file {path}
h failed to open {path}
h could not read {path}
h failed to write {n} bytes to {path}
h short write to {path}
h error while reading block {n} of {path}
h could not create directory {path}
h unable to delete {path}
h cannot rename {path} to {path}
h cannot stat {path}
h unable to create temporary file in {path}
h mount of {path} failed
h cannot mount {name} at {path}: bad superblock
h wrong fs type, bad superblock on {name}
h umount: {path}: target is busy
h unable to attach or mount volumes of {name}
h FailedMount: volume {name} could not be mounted
h SMART: drive {name} predicts its failure
h smartd: {n} currently unreadable sectors
h ata{n}: failed command: READ DMA
h medium error, unrecovered read on sd{name}
h bad sector at {n} on {name}
h RAID array {name} is degraded
h md: disk failure on {name}, disabling device
h hard drive {name} failed
h lost page write due to I/O error
h fsync of {path} failed
h data of {path} is corrupt: checksum wrong
h CRC error in {path}
h checksum of file {path} does not match
h archive {path} is damaged
h unexpected end of file in {path}
h gzip: {path}: crc error
h tar: {path}: cannot open
h tape drive {name} reports a write error
h NTFS: the disk structure is corrupted
h The volume {name} has run out of space
h block {id} is missing from the file system
h could not obtain block {id} from any data node
h block {id} is corrupt on {host}
h replica of block {id} not found on disk
h deleting a corrupt replica of {id}
h snapshot {name} cannot be written
h failed to copy {path} to {path}
h upload of {path} failed while reading the file
h log file {path} cannot be rotated
h storage backend returned an I/O failure
h inode table exhausted on {path}
h no free inodes on {path}
h stale file handle: {path}
h ESTALE on {path}
h file name too long: {path}
h broken symbolic link {path}
h file lock on {path} could not be taken
h input/output failure while reading from the drive
h unexpected eof while reading the file {path}
h disk read latency of {ms} on {name}
h write cache of {name} failed to flush
h shell: {path}: not found
`;

/** As `network` in connections.ts. */
export const system = `
c kernel panic: not syncing
c kernel panic - attempted to kill init
c Oops: 0002 [#{n}] PREEMPT SMP
c BUG: kernel paging request at {id} could not be handled
c general protection in {name}
c {name}[{n}]: segfault at {id} ip {id} sp {id} error {n}
c SIGSEGV: segmentation violation
c Segmentation fault in {name}
c caught signal 11
c process {n} was killed by signal 9
c SIGABRT: abort, core dumped
c SIGBUS: bus error
c SIGILL: illegal instruction
c EXC_BAD_ACCESS (SIGSEGV)
c fatal signal 6 (SIGABRT), code {n} in tid {n}
c A fatal error has been detected by the Java Runtime Environment
c child process {n} died with signal {n}
h child {n} exited on signal {n}
h worker {n} exited with code 137
h process exited with code 139
h main process exited, code=killed, status=9/KILL
h {name}.service: main process exited, code=exited, status=1/FAILURE
h {name}.service: failed with result 'exit-code'
h {name}.service entered failed state
h Failed to start {name}
h unit {name} could not be started
h start request repeated too quickly for {name}
h dependency failed for {name}
h service {name} terminated unexpectedly
h the {name} service hung on starting
h daemon {name} crashed
h {name} crashed and is restarted
h watchdog: hard LOCKUP on cpu {n}
h soft lockup: CPU {n} stuck for {n}s
h rcu: stall detected on CPUs/tasks
h task {name}:{n} blocked for more than {n} seconds
h INFO: task hung, call trace follows
h clocksource: timekeeping watchdog marks clock as unstable
h Machine check error on CPU {n}
h mce: hardware error, bank {n}
h CPU {n}: temperature above threshold
m CPU {n} temperature is {n} C, throttling
h fan {n} failed
h fan speed of {n} RPM is too low
h power supply {n} lost its input
h power supply failure on {host}
h voltage out of range on sensor {n}
h over temperature shutdown of node {name}
h thermal event: sensor {n} over its limit
h UPS on battery, power failed
h hardware failure on node {name}
h node card {n} is not working
h component {name} became unavailable
h PCIe bus error: severity=uncorrected
h firmware bug in {name}
h firmware of {name} could not be loaded
h usb {n}: device descriptor read failed
h usb device {name} not accepting address {n}
h i2c: device {id} does not answer
h interrupt {n}: nobody cared
h instruction cache parity error corrected
h L3 ecc status register: errors seen
h machine check interrupt
h node {name} is NotReady
h Kubelet stopped posting node status
h CrashLoopBackOff for container {name}
h back-off restarting container {name} of pod {name}
h ErrImagePull: {name}
h ImagePullBackOff for image {name}
h failed to pull image {name}
h pod {name} failed to be scheduled: insufficient cpu
h FailedScheduling: no node matches
h pod sandbox of {name} could not be created
h container {name} died with exit code {n}
h docker: the daemon is not running
h containerd: task {id} is gone
h cannot fork: resource limit of processes reached
h fork failed: too many processes
h pthread_create failed: EAGAIN
h cpu usage at {n}% on {host}
m load average of {n} on {host}
h system is overloaded
h clock of {host} drifts by {ms}
h ntpd: no servers can be used, clock unsynchronised
h system reboot without clean shutdown
h unexpected shutdown of {host}
h the previous system shutdown was unexpected
h bugcheck: the computer has rebooted from {id}
h hypervisor stopped guest {name}
h virtual machine {name} crashed
h guest {name} could not be started by the hypervisor
h instance {id} terminated by the platform
h spot instance {id} is reclaimed
h exec format error: {name}
h GPU has fallen off the bus
h Xid {n}: graphics engine exception
h rebooting node {name} after fault
h driver {name} failed to initialise
h device {name} is not ready
h module {name} of the kernel could not be inserted
h core dump of {name} was written
h job {id} was killed by the scheduler's node failure
h shared library {name} crashed at load
h BIOS: no usable system tables
h battery of controller {n} is dead
h state of {name} changed to unavailable
h init: {name} main process ended, respawning too fast
h supervisor: {name} exited too quickly
h state machine of node {name} went to error
`;
