import type { FormatDefinition } from './definition';
import ansible from './library/tools/ansible.json';
import ant from './library/tools/ant.json';
import apt from './library/tools/apt.json';
import autoconf from './library/tools/autoconf.json';
import azurePipelines from './library/tools/azure-pipelines.json';
import bazel from './library/tools/bazel.json';
import bundlers from './library/tools/bundlers.json';
import cargo from './library/tools/cargo.json';
import ciRunner from './library/tools/ci-runner.json';
import clusterTools from './library/tools/cluster-tools.json';
import cmake from './library/tools/cmake.json';
import compilers from './library/tools/compilers.json';
import composer from './library/tools/composer.json';
import cppTests from './library/tools/cpp-tests.json';
import dotnetTest from './library/tools/dotnet-test.json';
import exunit from './library/tools/exunit.json';
import git from './library/tools/git.json';
import githubJob from './library/tools/github-job.json';
import gitlabJob from './library/tools/gitlab-job.json';
import goTool from './library/tools/go-tool.json';
import gradle from './library/tools/gradle.json';
import imageBuild from './library/tools/image-build.json';
import jenkinsConsole from './library/tools/jenkins-console.json';
import jest from './library/tools/jest.json';
import karma from './library/tools/karma.json';
import latex from './library/tools/latex.json';
import linters from './library/tools/linters.json';
import make from './library/tools/make.json';
import maven from './library/tools/maven.json';
import moreTests from './library/tools/more-tests.json';
import msbuild from './library/tools/msbuild.json';
import npm from './library/tools/npm.json';
import pester from './library/tools/pester.json';
import phpunit from './library/tools/phpunit.json';
import pnpm from './library/tools/pnpm.json';
import pytest from './library/tools/pytest.json';
import pythonPackages from './library/tools/python-packages.json';
import rCheck from './library/tools/r-check.json';
import rspec from './library/tools/rspec.json';
import rubyPackages from './library/tools/ruby-packages.json';
import sbt from './library/tools/sbt.json';
import shell from './library/tools/shell.json';
import tap from './library/tools/tap.json';
import taskRunners from './library/tools/task-runners.json';
import testResults from './library/tools/test-results.json';
import travisCi from './library/tools/travis-ci.json';
import unittest from './library/tools/unittest.json';
import xcodebuild from './library/tools/xcodebuild.json';
import yarn from './library/tools/yarn.json';

/**
 * What build tools, compilers, tests and CI systems print among plain text. Where the marks of two fit a line the
 * earlier one reads it: those with idioms of their own come before those whose idioms many share.
 */
export const toolLibrary = [
  travisCi, azurePipelines, githubJob, gitlabJob, jenkinsConsole, ciRunner, shell, git, apt, npm, yarn, pnpm, maven, gradle, ant, sbt,
  bazel, make, cmake, autoconf, cargo, goTool, pythonPackages, rubyPackages, composer, imageBuild, clusterTools, ansible, xcodebuild,
  msbuild, bundlers, latex, taskRunners, rCheck, pytest, unittest, jest, karma, tap, rspec, phpunit, pester, cppTests, exunit, dotnetTest,
  moreTests, testResults, compilers, linters,
] as readonly FormatDefinition[];
