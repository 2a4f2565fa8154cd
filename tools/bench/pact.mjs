/** What the pacts that the bench writes have in common. */
export const head = (consumer, provider) =>
	`{\n  "consumer": {\n    "name": "${consumer}"\n  },\n  "provider": {\n    "name": "${provider}"\n  },\n  "interactions": [`;

export const tail = '\n  ],\n  "metadata": {\n    "pactSpecification": {\n      "version": "4.0"\n    }\n  }\n}';

/** The operation stands first, where the floor reads it. */
export const describedAs = (method, path, text) => `${method} ${path} ${text}`;

/** A body in its wrapper, as specification 4 has it. */
export const json = (content) => ({ content, contentType: 'application/json', encoded: false });
