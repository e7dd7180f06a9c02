/** As `network` in connections.ts. */
export const runtime = `
h TypeError: {name} is not a function
h TypeError: cannot read property '{name}' of null
h TypeError: cannot set properties of undefined (setting '{name}')
h TypeError: 'NoneType' object is not subscriptable
h TypeError: unsupported operand types for +
h ReferenceError: {name} is not defined
h SyntaxError: unexpected identifier
h SyntaxError: invalid syntax in {path}
h NullPointerException in {name}
h java.lang.NullPointerException: cannot invoke {name} because it is null
h java.lang.ArrayIndexOutOfBoundsException: index {n} out of bounds for length {n}
h java.lang.IndexOutOfBoundsException: {n}
h java.lang.ClassCastException
h java.lang.ClassNotFoundException: {class}
h java.lang.NoSuchMethodError: {name}
h java.lang.IllegalStateException: {name} was already started
h java.lang.UnsupportedOperationException
h java.lang.ArithmeticException: / by zero
h java.util.ConcurrentModificationException
h java.util.NoSuchElementException: no value present
h java.lang.ExceptionInInitializerError
h NumberFormatException on input {name}
h Exception in thread "main" {class}
h AttributeError: '{name}' object has no attribute '{name}'
h KeyError: '{name}'
h IndexError: tuple index out of range
h ValueError: too many values to unpack
h ValueError: could not convert string to float
h NameError: name '{name}' is not defined
h ImportError: cannot import name {name}
h ModuleNotFoundError: {name}
h Cannot find module '{name}'
h Error [ERR_MODULE_NOT_FOUND]: {name}
h UnboundLocalError: {name} used before assignment
h UnicodeDecodeError: codec can't decode byte {id}
h AssertionError: {n} != {n}
h AssertionError [ERR_ASSERTION]: values differ
h assertion failed: {name} > 0
h Assertion "{name}" failed in {path}
h ASSERT failed at {path}:{n}
h StopIteration was raised in a generator
h NotImplementedError
h RuntimeError: dictionary changed size during iteration
h RuntimeError: event loop is closed
h Traceback (most recent call last)
h unhandled promise rejection: {name}
h Uncaught exception: {name}
h unhandled exception of type {class} in {name}
h panic: assignment to entry in nil map
h panic: interface conversion: {name} is nil
h panic: slice bounds out of range [{n}:{n}]
h panic: close of closed channel
h fatal error: all goroutines are asleep - deadlock!
h fatal error: concurrent map writes
h thread '{name}' panicked at {path}
h called Result::unwrap() on an Err value
h attempt to subtract with overflow
h System.NullReferenceException
h System.ArgumentNullException: value cannot be null ({name})
h System.ArgumentOutOfRangeException: {name}
h System.InvalidCastException
h System.ObjectDisposedException: cannot access a disposed object
h System.DivideByZeroException
h System.Collections.Generic.KeyNotFoundException
h System.FormatException: the string is not a number
h unhandled exception. System.AggregateException
h NoMethodError: undefined method '{name}' for nil
h NameError: uninitialized constant {class}
h ArgumentError: missing keyword: {name}
h LoadError: cannot load such file -- {name}
h ZeroDivisionError: divided by 0
h PHP Fatal error: call to a member function {name}() on null
h PHP Warning: undefined array key "{name}"
h PHP Parse error: syntax error, unexpected '{name}'
h Class "{class}" not found
h undefined index: {name}
h undefined reference to '{name}'
h error: expected ';' before '{name}'
h error[E0382]: borrow of moved value: {name}
h error TS2345: argument of type '{name}' is not assignable
h error: cannot find symbol {name}
h compilation failed with {n} errors
h BUILD FAILURE: compilation error in {path}
h linker command failed with exit code {n}
h tests failed: {n} of {n}
h FAIL {path}: expected {n}, received {n}
h expected value to be {n} but was {n}
h undefined is not an object (evaluating '{name}')
h invalid operation: {name} is nil
h object is null in {name}
h type mismatch: expected {name}, got {name}
h unexpected null value for {name}
h cannot parse JSON: unexpected character at {n}
h JSON.parse: unterminated string
h com.fasterxml.jackson.core.JsonParseException: unexpected character
h failed to deserialize {class}
h invariant violated in {name}
h internal error: reached code that should be unreachable
h error in handler of {name}: unexpected state
h callback {name} raised {class}
h script {path} line {n}: unexpected token
h infinite loop detected in {name}
h attempt to index a nil value (field '{name}')
h Uncaught DOMException: {name}
h React: rendering of {name} threw
h template rendering failed: {name} is undefined
h std::out_of_range: vector
h terminate called after throwing an instance of 'std::runtime_error'
h pure virtual method called
h ClassFormatError: {class}
h UnsupportedClassVersionError: {class} was compiled by a newer version
h UnsatisfiedLinkError: no {name} in the library path
h race detected during execution
`;

/** As `network` in connections.ts. */
export const configuration = `
h configuration file {path} not found
h could not parse configuration: {path} line {n}
h invalid value for setting {name}
h setting '{name}' is required
h missing required option {name}
h missing configuration key {name}
h required environment variable {name} is missing
h environment variable {name} must be set
h {name} is not set in the environment
h unknown configuration key {name}
h unknown option '{name}'
h unrecognized option --{name}
h error: unrecognised argument {name}
h invalid argument for flag --{name}
h flag provided but not defined: -{name}
h usage: {name} [options], bad arguments given
h property '{name}' has no value
h could not resolve the placeholder '{name}'
h bean {name} could not be created: property missing
h BeanCreationException: error creating bean '{name}'
h APPLICATION FAILED TO START: no DataSource url given
h no qualifying bean of type {class}
h nginx: [emerg] unexpected end of file in {path}
h nginx: [emerg] directive {name} is not allowed here in {path}
h nginx: configuration file {path} test failed
h apache2: syntax error on line {n} of {path}
h AH00526: syntax error on line {n} of {path}
m could not determine the server's name, set ServerName
h invalid command '{name}', perhaps a module is not included
h YAML error: bad indentation of a mapping entry at line {n}
h error parsing YAML: did not find expected key
h yaml: line {n}: found character that cannot start any token
h toml: expected '=' at line {n}
h invalid JSON in configuration {path}
h schema validation of {path} failed: {name} is not allowed
h config validation error: {name} must be a number
h config option {name} must be one of {name}, {name}
h unsupported configuration version {n}
h value of {name} is out of range: {n}
h bad value '{name}' for parameter {name}
h invalid port number in configuration: {n}
h invalid log level '{name}' in the settings
h unsupported option {name} in {path}
h profile {name} does not exist in the settings
h cannot load config from {path}
h failed to load settings of {name}
h error reading properties file {path}
h duplicate key '{name}' in {path}
h conflicting options {name} and {name}
h option {name} cannot be used together with {name}
m setting {name} is deprecated, use {name}
m using default value for {name} since none is configured
m no configuration for {name}, using defaults
m log4j: no appenders configured for {name}
m SLF4J: no binding found, defaulting to no-operation
m SLF4J: class path contains several bindings
h terraform: unsupported argument "{name}"
h terraform: no value for required variable "{name}"
h terraform: invalid provider configuration
h helm: values do not meet the specification of the schema
h error validating manifest: unknown field "{name}"
h spec.{name}: Required value
h The Deployment "{name}" is invalid: spec.{name}
h no matches for kind "{name}" in version "{name}"
h configmap "{name}" not found
h secret "{name}" not found
h CreateContainerConfigError: {name}
h docker-compose: service '{name}' has neither an image nor a build context
h dockerfile parse error line {n}: unknown instruction {name}
h webpack: configuration object is invalid
h Module not found: cannot resolve '{name}' in webpack configuration
h babel: unknown preset {name}
h eslint: configuration for rule {name} is invalid
h tsconfig: unknown compiler option '{name}'
h cannot find tsconfig file {path}
h invalid cron expression '{name}'
h invalid regular expression in setting {name}
h locale {name} is not installed or not valid
h setlocale: cannot change locale ({name})
h time zone '{name}' is not known
h JAVA_HOME is not defined correctly
h the PATH does not contain {name}
h no such profile: {name}
h cannot find credentials, configure them first
h region must be specified in the configuration
h plugin {name} is not configured
h unknown directive {name} in line {n}
h ini file {path}: unexpected section {name}
h invalid sysctl key {name}
h ACPI: table {name} lacks an entry for interrupt routing
h interrupt routing table is invalid
h own host name is not fully qualified
h hostname of this machine is unknown, check the mail settings
h feature flag {name} has an invalid definition
h crontab: bad minute in {path}
h systemd: {path}:{n}: unknown key name '{name}' in section
h sshd: bad configuration option: {name}
h logging configuration could not be initialised
h unable to configure handler '{name}'
h django.core.exceptions.ImproperlyConfigured: {name}
h invalid listen address in the settings
h misconfigured: {name} points to no service
`;

/** As `network` in connections.ts. */
export const database = `
h deadlock found when trying to get lock
h deadlock between transactions {n} and {n}
h transaction {id} was rolled back as the deadlock victim
h duplicate key value breaks unique constraint "{name}"
h duplicate entry '{name}' for key '{name}'
h UNIQUE constraint failed: {name}.{name}
h foreign key constraint "{name}" is violated by table {name}
h null value in column "{name}" breaks the not-null constraint
h check constraint "{name}" failed for {name}
h relation "{name}" is missing
h table {name} doesn't exist
h no such table: {name}
h no such column: {name}
h column "{name}" unknown in the query
h unknown column '{name}' in 'field list'
h database "{name}" does not exist
h unknown database '{name}'
h syntax error at or near "{name}" in SQL
h you have an error in your SQL syntax near '{name}'
h ORA-{n}: table or view missing
h ORA-00942
h ORA-12154: TNS could not resolve the identifier
h ORA-01017
h ERROR {n} (42S02): unknown table
h ERROR 1045 (28000) at connect to mysql
h SQLSTATE[HY000]: general error {n}
h SQLSTATE 40001: could not serialize access
h SQLSTATE[23000]: integrity constraint violation
h java.sql.SQLException: no suitable driver
h java.sql.SQLIntegrityConstraintViolationException
h java.sql.SQLSyntaxErrorException
h org.postgresql.util.PSQLException: query failed
h psycopg2.OperationalError: server closed the connection
h psycopg2.errors.UniqueViolation
h sqlalchemy.exc.IntegrityError
h sqlalchemy.exc.OperationalError
h sqlite3.OperationalError: database is locked
h SQLITE_BUSY: the database is locked
h SQLITE_CORRUPT: disk image is malformed
h django.db.utils.ProgrammingError: relation missing
h ActiveRecord::RecordNotUnique
h ActiveRecord::StatementInvalid: {name}
h Hibernate: could not execute statement
h org.hibernate.exception.ConstraintViolationException
h JDBC connection could not be opened
h HikariPool-{n}: connection is not available
h connection pool of database {name} is exhausted
h too many connections to the database
h sorry, too many clients already
h remaining connection slots are reserved
h could not connect to database server at {host}
h MySQL server has gone away
h lost connection to MySQL server during query
h cannot connect to MySQL on {host}
h PostgreSQL: the database system is starting up
h the database system is in recovery mode
h terminating connection due to administrator command
h current transaction is aborted, commands are ignored
h could not serialise access due to concurrent update
h statement was cancelled on the standby: conflict with recovery
h replication slot "{name}" does not exist
h replication lag of {ms} on replica {host}
h slave SQL thread stopped
h binlog could not be read by the replica
h WAL segment {id} has already been removed
h wal: could not write to the write-ahead log
h checkpoints are occurring too frequently
h vacuum of table {name} failed
h index "{name}" is corrupt, reindex it
h InnoDB: page {n} is corrupted
h InnoDB: unable to lock ibdata
h table '{name}' is marked as crashed
h MongoServerError: E11000 duplicate key in collection {name}
h MongoNetworkError: first connect to the database failed
h MongoDB: not primary
h no primary found in replica set {name}
h WriteConflict error in collection {name}
h Redis: WRONGTYPE operation against a key
h MISCONF Redis cannot persist to disk
h READONLY: cannot write against a read only replica
h CLUSTERDOWN: the cluster has no owner for the slot
h LOADING Redis is loading the dataset
h Cassandra: UnavailableException, not enough replicas
h NoHostAvailable: all hosts of the cluster failed the query
h Elasticsearch: all shards failed
h index_not_found_exception: no such index [{name}]
h cluster block: index [{name}] is read-only
h SQL Server: login to database {name} failed
h Msg 1205: chosen as the deadlock victim
h cannot insert explicit value for identity column in table '{name}'
h string or binary data would be truncated in table {name}
h data too long for column '{name}'
h value too long for type character varying
h out of range value for column '{name}'
h numeric field overflow in column {name}
h migration {name} failed on table {name}
h schema migration {n} is pending
h query failed: {name}
h failed to execute query on {name}
h cursor {name} is no longer valid
h rollback of transaction {id} failed
h transaction {id} could not be committed
h prepared statement "{name}" already exists
h optimistic lock failed: row was changed by another transaction
h StaleObjectStateException: {class}
h ERROR: invalid input syntax for type integer in query
h LOCK WAIT in InnoDB for {ms}
h dead tuple cleanup of {name} is blocked
h tablespace {name} is full
h unable to extend segment in tablespace {name}
h DB error {n} on insert
h DynamoDB: ConditionalCheckFailedException
h ER_{name}: query was refused
h knex: timeout or pool exhausted in query builder
h PrismaClientKnownRequestError P2002
`;
