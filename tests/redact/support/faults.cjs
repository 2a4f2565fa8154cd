/**
 * Loaded into the command before it begins: makes one place of Node throw, and quote in its message all that it holds.
 * Which one, the variable PLANTED_FAULT says.
 */
const http = require('node:http');

const isPlanted = (text) => /plant/i.test(text);
const quoting = (...held) => {
	const text = held.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ');
	const error = new Error(`it went wrong over ${text}\nand over ${text}`);
	error.headers = held;
	return error;
};

const faults = {
	'the bridge answers'() {
		const { writeHead } = http.ServerResponse.prototype;
		http.ServerResponse.prototype.writeHead = function (...args) {
			if (args[0] !== 200 || isPlanted(JSON.stringify(args))) throw quoting(args);
			return writeHead.apply(this, args);
		};
	},
	'JSON is parsed'() {
		const { parse } = JSON;
		JSON.parse = (text, ...rest) => {
			if (isPlanted(text)) throw quoting(text);
			return parse(text, ...rest);
		};
	},
	'a result is parsed'() {
		const { parse } = JSON;
		JSON.parse = (text, ...rest) => {
			if (/interactionResults/.test(text)) throw quoting(text);
			return parse(text, ...rest);
		};
	},
	'the redactor is made'() {
		const { concat } = Buffer;
		Buffer.concat = (list, ...rest) => {
			const whole = concat(list, ...rest);
			if (isPlanted(whole.toString())) throw quoting(whole.toString());
			return whole;
		};
	},
	'a body is put together'() {
		const { concat } = Buffer;
		Buffer.concat = (list, ...rest) => {
			const whole = concat(list, ...rest);
			if (whole.includes('plantedperson')) throw quoting(whole.toString());
			return whole;
		};
	},
	'a request is made'() {
		const { request } = http;
		http.request = (options, ...rest) => {
			if (isPlanted(JSON.stringify(options))) throw quoting(options.headers ?? []);
			return request(options, ...rest);
		};
	},
	'an answer arrives'() {
		const { emit } = http.ClientRequest.prototype;
		http.ClientRequest.prototype.emit = function (event, incoming, ...rest) {
			if (event === 'response') throw quoting(incoming.headers, incoming.rawHeaders, incoming.statusMessage);
			return emit.call(this, event, incoming, ...rest);
		};
	},
	'a request fails'() {
		const { emit } = http.ClientRequest.prototype;
		http.ClientRequest.prototype.emit = function (event, incoming, ...rest) {
			if (event !== 'response') return emit.call(this, event, incoming, ...rest);
			return emit.call(this, 'error', quoting(incoming.headers, incoming.statusMessage));
		};
	},
	'a promise is forgotten'() {
		const { emit } = http.ClientRequest.prototype;
		http.ClientRequest.prototype.emit = function (event, incoming, ...rest) {
			if (event === 'response') Promise.reject(quoting(incoming.headers, this.getHeaders()));
			return emit.call(this, event, incoming, ...rest);
		};
	},
	'a warning is given'() {
		const { emit } = http.ClientRequest.prototype;
		http.ClientRequest.prototype.emit = function (event, incoming, ...rest) {
			if (event === 'response') {
				process.emitWarning(quoting(this.getHeaders()).message);
				incoming.once('end', () => setTimeout(() => console.error(this.getHeaders(), incoming.headers), 50));
			}
			return emit.call(this, event, incoming, ...rest);
		};
	},
	'the environment is told'() {
		for (const each of [process.stdout, process.stderr]) {
			setImmediate(() => each.write(`${JSON.stringify(process.env)}\n${require('node:util').inspect(process.env)}\n`));
		}
		throw quoting(process.env, Object.values(process.env));
	},
};

const fault = process.env.PLANTED_FAULT;
if (process.env.JEST_WORKER_ID === undefined && process.send === undefined && fault !== undefined) {
	if (fault !== 'the environment is told') faults[fault]();
	// Not before the command itself has begun.
	else setTimeout(faults[fault], 60);
}
