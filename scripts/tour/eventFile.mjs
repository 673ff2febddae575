/** What is in a TensorBoard event file, read by its published formats alone: TFRecords of Event messages with scalar summaries. */

/**
 * The fields of a protocol buffer, in its order.
 * @param {Uint8Array} bytes
 * @returns {{ number: number, value: number | Uint8Array }[]} numbers where they are whole or of four or eight bytes, else the bytes
 */
function fieldsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  const fields = [];
  while (at < bytes.length) {
    const key = varint();
    const [number, wire] = [key >> 3, key % 8];
    if (wire === 0) fields.push({ number, value: varint() });
    else if (wire === 1) fields.push({ number, value: view.getFloat64((at += 8) - 8, true) });
    else if (wire === 5) fields.push({ number, value: view.getFloat32((at += 4) - 4, true) });
    else {
      const length = varint();
      fields.push({ number, value: bytes.subarray(at, (at += length)) });
    }
  }
  return fields;
}

/** @param {Uint8Array} file */
function recordsOf(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records = [];
  // Eight bytes of length and four of its checksum, the record, and four of its checksum.
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    records.push(file.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return records;
}

/**
 * Every scalar's course, by its tag.
 * @param {Uint8Array} file
 * @returns {Map<string, { step: number, value: number }[]>}
 */
function scalarsIn(file) {
  const courses = new Map();
  for (const record of recordsOf(file)) {
    const event = fieldsOf(record);
    const step = Number(event.find(({ number }) => number === 2)?.value ?? 0);
    const summary = event.find(({ number }) => number === 5)?.value;
    if (!(summary instanceof Uint8Array)) continue;
    for (const { value: scalar } of fieldsOf(summary)) {
      if (!(scalar instanceof Uint8Array)) continue;
      const [tag, value] = fieldsOf(scalar).map(({ value }) => value);
      if (!(tag instanceof Uint8Array)) continue;
      const name = new TextDecoder().decode(tag);
      courses.set(name, [...(courses.get(name) ?? []), { step, value: Number(value) }]);
    }
  }
  return courses;
}

/** A page that lists the scalars of a file: tag, how many steps it has, its first value and its last. @param {Uint8Array} file @param {string} name */
export function listingOf(file, name) {
  const rows = [...scalarsIn(file)].map(([tag, course]) => {
    const cells = [course[0], course[course.length - 1]].map(({ step, value }) => `<td>${Number(value.toPrecision(4))} at ${step}</td>`);
    return `<tr><th>${tag}</th><td>${course.length}</td>${cells.join('')}</tr>`;
  });
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${name}</title>
<style>body { font: clamp(8.5px, 1.5vw, 14px)/1.5 monospace; margin: 12px } h1 { font-size: inherit; overflow-wrap: anywhere } th { text-align: left; font-weight: normal }
td { text-align: right; padding-left: 8px; white-space: nowrap }</style>
<h1>${name}</h1><table><tr><th>tag</th><td>steps</td><td>first value</td><td>last value</td></tr>${rows.join('')}</table></html>`;
}
