/**
 * Loaded into a process (node --require): whatever would leave this machine is written down and fails. Loopback, pipes and channels between
 * processes work as ever. NETWORK_LOG: the file of what was tried; programs that are started are written down too.
 */
const { appendFileSync } = require('node:fs');
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|0\.0\.0\.0|::)$/;

const note = (line) => appendFileSync(process.env.NETWORK_LOG, `${line}\n`);

function refuse(what) {
  note(`network ${what}`);
  return Object.assign(new Error(`This test has no network: ${what}`), { code: 'ENETUNREACH' });
}

// Every TCP and TLS connection passes here: http, https, http2 and fetch among them.
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' ? first : typeof first === 'number' ? { host: args[1] } : { path: first };
  const host = typeof options.host === 'string' ? options.host : 'localhost';
  if (options.path !== undefined || LOOPBACK.test(host)) return connect.apply(this, args);
  const error = refuse(`connect ${host}:${options.port}`);
  process.nextTick(() => this.destroy(error));
  return this;
};

for (const owner of [dns, dns.promises])
  for (const name of Object.keys(owner).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    const original = owner[name];
    owner[name] = (host, ...rest) => {
      if (LOOPBACK.test(host)) return original(host, ...rest);
      const error = refuse(`${name} ${host}`);
      const done = rest.at(-1);
      if (typeof done !== 'function') return Promise.reject(error);
      process.nextTick(done, error);
    };
  }

for (const name of ['send', 'connect'])
  dgram.Socket.prototype[name] = () => {
    throw refuse(`datagram ${name}`);
  };

const { spawn } = childProcess.ChildProcess.prototype;
childProcess.ChildProcess.prototype.spawn = function (options) {
  note(`program ${options.file}`);
  return spawn.call(this, options);
};
const { spawnSync } = childProcess;
childProcess.spawnSync = (file, ...rest) => {
  note(`program ${file}`);
  return spawnSync(file, ...rest);
};
