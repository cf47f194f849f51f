import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createPlain, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CancelledError } from '../core/index.ts'
import { exchange, NoReply, type HttpReply, type HttpRequest } from './http.ts'

const open: { close: () => void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push({ close: () => (server.closeAllConnections(), server.close()) })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (url: string, more: Partial<HttpRequest> = {}): Promise<HttpReply> =>
  exchange({ url, key: undefined, timeoutMs: 10_000, ...more })

const silence = async (asked: Promise<HttpReply>): Promise<NoReply['kind']> => {
  const error: unknown = await asked.then(
    () => 'a reply',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(NoReply)
  return (error as NoReply).kind
}

describe('an exchange', () => {
  it('sends JSON and a key, and returns what came, whatever its status', async () => {
    const seen: unknown[] = []
    const host = await served((request, response) => {
      seen.push([request.method, request.headers['authorization'], request.headers['content-type']])
      request.pipe(response.writeHead(418, { 'x-own': 'a' }))
    })
    const reply = await ask(`http://${host}/v1/x`, { body: { a: 'é📦' }, key: 'k' })
    expect(reply).toMatchObject({ status: 418, text: '{"a":"é📦"}' })
    expect(reply.headers['x-own']).toBe('a')
    await ask(`http://${host}/v1/x`)
    expect(seen).toEqual([
      ['POST', 'Bearer k', 'application/json'],
      ['GET', undefined, undefined],
    ])
  })

  it('removes the key from what a server repeats', async () => {
    const key = 'sk-0123456789abcdef'
    const host = await served((request, response) => {
      const given = request.headers['authorization']
      response.writeHead(request.url === '/ok' ? 200 : 401, { 'x-key': given }).end(given)
    })
    for (const path of ['ok', 'refused']) {
      const reply = await ask(`http://${host}/${path}`, { key })
      expect(JSON.stringify(reply)).not.toContain(key)
      expect(reply.text).toBe('Bearer ***')
    }
    // One that is no secret may be a word of a completion.
    expect((await ask(`http://${host}/ok`, { key: 'none' })).text).toBe('Bearer none')
    expect((await ask(`http://${host}/refused`, { key: 'none' })).text).toBe('Bearer ***')
  })

  it('does not follow a redirection', async () => {
    let asked = 0
    const host = await served((_, response) => {
      asked++
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect((await ask(`http://${host}/`, { body: {}, key: 'k' })).status).toBe(307)
    expect(asked).toBe(1)
  })

  it('tells pieces as they come, characters whole', async () => {
    const bytes = Buffer.from('a📦é')
    const host = await served((_, response) => {
      let at = 0
      const next = (): void => {
        if (at === bytes.length) return void response.end()
        response.write(bytes.subarray(at, ++at), () => setImmediate(next))
      }
      next()
    })
    const told: string[] = []
    const reply = await ask(`http://${host}/`, { onText: (text) => told.push(text) })
    expect([told.join(''), reply.text]).toEqual(['a📦é', 'a📦é'])
    expect(told.filter((each) => each.includes('\uFFFD'))).toEqual([])
  })

  it('says that nobody listens, and that there is no such host', async () => {
    const server = createPlain().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => void server.close(resolve))
    expect(await silence(ask(`http://127.0.0.1:${port}/v1`))).toBe('refused')
    expect(await silence(ask('http://nowhere.invalid/v1'))).toMatch(/^(address|refused)$/)
  })

  it('says that one side speaks TLS and the other does not', async () => {
    const host = await served((_, response) => response.end())
    expect(await silence(ask(`https://${host}/`))).toBe('tls')
  })

  it('says that the connection broke: before the head, and in the middle of the text', async () => {
    const host = await served((request, response) => {
      if (request.url === '/head') return void request.socket.destroy()
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => response.destroy())
    })
    expect(await silence(ask(`http://${host}/head`))).toBe('cut')
    expect(await silence(ask(`http://${host}/text`))).toBe('cut')
  })

  it('does not take what is no HTTP for a reply', async () => {
    const server = createPlain((socket) => {
      socket.on('error', () => {})
      socket.end('SSH-2.0-OpenSSH\r\n')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    open.push({ close: () => server.close() })
    const { port } = server.address() as AddressInfo
    expect(await silence(ask(`http://127.0.0.1:${port}/`))).toBe('cut')
  })

  it('ends in time, and when it is cancelled', async () => {
    const host = await served((request, response) => {
      if (request.url === '/text') response.writeHead(200).write('and then nothing')
    })
    expect(await silence(ask(`http://${host}/head`, { timeoutMs: 50 }))).toBe('timeout')
    expect(await silence(ask(`http://${host}/text`, { timeoutMs: 50 }))).toBe('timeout')
    for (const path of ['head', 'text']) {
      const controller = new AbortController()
      const asked = ask(`http://${host}/${path}`, { signal: controller.signal })
      setTimeout(() => controller.abort(), 30)
      await expect(asked).rejects.toThrow(CancelledError)
    }
    await expect(ask(`http://${host}/`, { signal: AbortSignal.abort() })).rejects.toThrow(
      CancelledError,
    )
  })

  it('does not read without an end', async () => {
    const host = await served((_, response) => {
      const mebibyte = Buffer.alloc(2 ** 20)
      response.on('close', () => (isOpen = false))
      let isOpen = true
      const more = (): void => {
        if (isOpen) response.write(mebibyte, () => setImmediate(more))
      }
      more()
    })
    expect(await silence(ask(`http://${host}/`))).toBe('long')
  })
})
