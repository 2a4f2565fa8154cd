/** The metaschemas of JSON Schema 2020-12, so that a reference to them is judged although nothing is fetched. */
import applicator from 'ajv/dist/refs/json-schema-2020-12/meta/applicator.json';
import content from 'ajv/dist/refs/json-schema-2020-12/meta/content.json';
import core from 'ajv/dist/refs/json-schema-2020-12/meta/core.json';
import formatAnnotation from 'ajv/dist/refs/json-schema-2020-12/meta/format-annotation.json';
import metadata from 'ajv/dist/refs/json-schema-2020-12/meta/meta-data.json';
import unevaluated from 'ajv/dist/refs/json-schema-2020-12/meta/unevaluated.json';
import validation from 'ajv/dist/refs/json-schema-2020-12/meta/validation.json';
import whole from 'ajv/dist/refs/json-schema-2020-12/schema.json';

const all = [whole, applicator, content, core, formatAnnotation, metadata, unevaluated, validation];

/** Each by its URI. */
export const metaschemas: ReadonlyMap<string, object> = new Map(all.map((each) => [each.$id, each]));
