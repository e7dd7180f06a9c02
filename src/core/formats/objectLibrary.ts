import type { FormatDefinition } from './definition';
import awsLambdaJson from './library/objects/aws-lambda-json.json';
import awsLambdaPlatform from './library/objects/aws-lambda-platform.json';
import bunyan from './library/objects/bunyan.json';
import caddy from './library/objects/caddy.json';
import dotnetJson from './library/objects/dotnet-json.json';
import ecs from './library/objects/ecs.json';
import elasticsearchJson from './library/objects/elasticsearch-json.json';
import gcpEntry from './library/objects/gcp-entry.json';
import gcpStructured from './library/objects/gcp-structured.json';
import gelf from './library/objects/gelf.json';
import hclogJson from './library/objects/hclog-json.json';
import jbossJson from './library/objects/jboss-json.json';
import journaldJson from './library/objects/journald-json.json';
import log4jJson from './library/objects/log4j-json.json';
import logbackJson from './library/objects/logback-json.json';
import logrus from './library/objects/logrus.json';
import logstash from './library/objects/logstash.json';
import loguruJson from './library/objects/loguru-json.json';
import mongodb from './library/objects/mongodb.json';
import monologJson from './library/objects/monolog-json.json';
import mysqlJson from './library/objects/mysql-json.json';
import otelModel from './library/objects/otel-model.json';
import otelRecord from './library/objects/otel-record.json';
import otlp from './library/objects/otlp.json';
import pino from './library/objects/pino.json';
import postgresqlJson from './library/objects/postgresql-json.json';
import pythonJson from './library/objects/python-json.json';
import rustTracingJson from './library/objects/rust-tracing-json.json';
import serilogClef from './library/objects/serilog-clef.json';
import serilogJson from './library/objects/serilog-json.json';
import sidekiqJson from './library/objects/sidekiq-json.json';
import slog from './library/objects/slog.json';
import structlogJson from './library/objects/structlog-json.json';
import winston from './library/objects/winston.json';
import zap from './library/objects/zap.json';
import zerolog from './library/objects/zerolog.json';

/** Every format of JSON objects that is told by data alone, by name. */
export const objectLibrary = [
  awsLambdaJson, awsLambdaPlatform, bunyan, caddy, dotnetJson, ecs, elasticsearchJson, gcpEntry, gcpStructured, gelf, hclogJson,
  jbossJson, journaldJson, log4jJson, logbackJson, logrus, logstash, loguruJson, mongodb, monologJson, mysqlJson, otelModel, otelRecord,
  otlp, pino, postgresqlJson, pythonJson, rustTracingJson, serilogClef, serilogJson, sidekiqJson, slog, structlogJson, winston, zap,
  zerolog,
] as readonly FormatDefinition[];
