/**
 * What a Parquet file claims is checked before it is decoded: a page of a few bytes may say that it
 * holds billions of values.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { decompress as unzstd } from 'fzstd'
import type { AsyncBuffer, Compressors, FileMetaData, PageHeader, SchemaElement } from 'hyparquet'
import { DataError } from '../../core/index.ts'

/** Bytes that the pages of one row group may unpack to; writers make groups of 1 to 512 MiB. */
const GROUP_BYTES = 2 ** 30
/** Rows of a group, and values of a column in it. */
const GROUP_ROWS = 2 ** 22
const COLUMN_VALUES = 2 ** 24

/**
 * Unpackers for what hyparquet leaves to its user; they make as many bytes as the page claims, or
 * throw.
 */
export const decompressors: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => unzstd(bytes, new Uint8Array(length)),
}

type RowGroup = FileMetaData['row_groups'][number]

/**
 * @throws DataError when a row group claims more than the limits, or its pages more values than
 * they say they have
 */
export async function checkGroup(
  file: AsyncBuffer,
  { columns, num_rows: rows }: RowGroup,
  schema: SchemaElement[],
): Promise<void> {
  const { parquetHeader } = await import('hyparquet/src/column.js')
  if (Number(rows) > GROUP_ROWS) throw tooLarge(`${rows} rows`)
  let unpacked = 0
  for (const { meta_data: column } of columns) {
    if (!column) continue
    const start = Number(column.dictionary_page_offset || column.data_page_offset)
    const end = start + Number(column.total_compressed_size)
    if (!(start >= 0 && end <= file.byteLength)) throw damaged('a column lies outside the file')
    const bytes = await file.slice(start, end)
    const reader = { view: new DataView(bytes), offset: 0 }
    const layout = await layoutOf(schema, column.path_in_schema)
    let values = 0
    while (reader.offset < reader.view.byteLength - 1) {
      const header = parquetHeader(reader)
      const { count, encoding } = pageOf(header)
      const { compressed_page_size: packed, uncompressed_page_size: size } = header
      if (!(packed >= 0 && size >= 0 && count >= 0)) throw damaged('a page has a negative size')
      unpacked += encoding === 'DELTA_BYTE_ARRAY' ? size * count : size
      values += count
      if (unpacked > GROUP_BYTES) throw tooLarge(`more than ${GROUP_BYTES / 2 ** 20} MiB`)
      if (values > COLUMN_VALUES) throw tooLarge(`more than ${COLUMN_VALUES} values in a column`)
      await checkPage(header, new Uint8Array(bytes, reader.offset, packed), column.codec, layout)
      reader.offset += packed
    }
  }
}

function pageOf(header: PageHeader): { count: number; encoding: string } {
  const {
    data_page_header: first,
    data_page_header_v2: second,
    dictionary_page_header: dictionary,
  } = header
  const page = first ?? second ?? dictionary
  return { count: page?.num_values ?? 0, encoding: page?.encoding ?? 'PLAIN' }
}

/** Bits of a column's repetition and definition levels, and whether its values are booleans. */
interface Layout {
  repetition: number
  definition: number
  isBoolean: boolean
}

async function layoutOf(schema: SchemaElement[], path: string[]): Promise<Layout> {
  const { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } =
    await import('hyparquet/src/schema.js')
  const elements = getSchemaPath(schema, path)
  const bits = (level: number): number => 32 - Math.clz32(level)
  return {
    repetition: bits(getMaxRepetitionLevel(elements)),
    definition: bits(getMaxDefinitionLevel(elements)),
    isBoolean: elements.at(-1)!.element.type === 'BOOLEAN',
  }
}

type Codec = NonNullable<RowGroup['columns'][number]['meta_data']>['codec']

/**
 * Follows the runs of a data page without writing their values down. Source: the Parquet format's
 * Encodings.md, "RLE/Bit-Packing Hybrid".
 */
async function checkPage(
  header: PageHeader,
  packed: Uint8Array,
  codec: Codec,
  layout: Layout,
): Promise<void> {
  const { data_page_header: first, data_page_header_v2: second } = header
  const { count, encoding } = pageOf(header)
  const { decompressPage } = await import('hyparquet/src/datapage.js')
  const unpack = (bytes: Uint8Array, size: number): Uint8Array =>
    decompressPage(bytes, size, codec, decompressors)
  const isDictionary = encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY'
  if (first) {
    if (layout.repetition === 0 && layout.definition === 0 && !isDictionary && encoding !== 'RLE')
      return
    const bytes = unpack(packed, header.uncompressed_page_size)
    let place = 0
    for (const width of [layout.repetition, layout.definition].filter((bits) => bits > 0)) {
      const length = viewOf(bytes).getUint32(place, true)
      checkRuns(bytes.subarray(place + 4, place + 4 + length), width, count)
      place += 4 + length
    }
    checkValues(bytes.subarray(place), encoding, layout.isBoolean, count)
  } else if (second) {
    const [repetition, definition] = [
      second.repetition_levels_byte_length,
      second.definition_levels_byte_length,
    ]
    if (!(repetition >= 0 && definition >= 0)) throw damaged('a page has a negative size')
    if (layout.repetition > 0) checkRuns(packed.subarray(0, repetition), layout.repetition, count)
    if (layout.definition > 0)
      checkRuns(packed.subarray(repetition, repetition + definition), layout.definition, count)
    if (!isDictionary && encoding !== 'RLE') return
    const rest = packed.subarray(repetition + definition)
    const bytes = second.is_compressed
      ? unpack(rest, header.uncompressed_page_size - repetition - definition)
      : rest
    checkValues(bytes, encoding, layout.isBoolean, count)
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function checkValues(bytes: Uint8Array, encoding: string, isBoolean: boolean, count: number): void {
  if (encoding === 'RLE' && isBoolean) checkRuns(bytes.subarray(4), 1, count)
  else if (encoding === 'RLE' || encoding.endsWith('_DICTIONARY'))
    checkRuns(bytes.subarray(1), bytes[0] ?? 0, count)
}

/**
 * @throws DataError when runs hold more than `count` values of `width` bits, or more bytes than
 * there are
 */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  if (width === 0) return
  let place = 0
  for (let seen = 0; seen < count && place < bytes.length;) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++] ?? 0
      header += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
      if (shift > 28) throw damaged('the length of a run is not terminated')
    }
    const isPacked = header % 2 === 1
    const length = Math.floor(header / 2)
    place += isPacked ? length * width : Math.ceil(width / 8)
    seen += isPacked ? length * 8 : length
    if (isPacked ? place > bytes.length + width : seen > count)
      throw damaged('a run is longer than its page')
  }
}

function damaged(how: string): DataError {
  return new DataError(`the file is damaged: ${how}`)
}

function tooLarge(claim: string): DataError {
  return new DataError(`a row group says that it holds ${claim}, which is over the limit`, {
    hint: 'Write the file again with smaller row groups: pandas.read_parquet(…).to_parquet("records.parquet", row_group_size=10000).',
  })
}
