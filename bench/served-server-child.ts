/** A server of short texts that takes its time for each of them; prints its address. */
import { hashModel } from '../tests/support/hash-model.ts'
import { protocolServer } from '../tests/support/protocol-server.ts'

const { url } = await protocolServer(hashModel, { delayMs: Number(process.argv[2]) })
console.log(url)
