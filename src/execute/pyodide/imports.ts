/**
 * What a running program's WebAssembly may ask of JavaScript: the reviewed list behind the
 * firewall.
 *
 * Every function the module imports (from `env` and `wasi_snapshot_preview1`) stands in exactly one
 * of these lists; a test compares them with the module's own import table, so that a new version of
 * Pyodide cannot add an import unseen. An import that stands in no list is denied at run time all
 * the same. Reviewed for Pyodide 314.0.7.
 */

/**
 * Passed through. Each reads or writes only the interpreter's own memory, its in-memory file system
 * or the clock:
 * - interpreter plumbing: calls between functions of the table, and long jumps;
 * - reading files of the in-memory file system that are open (nothing of the host is mounted
 *   there);
 * - time and time zone, the interpreter's own (empty) environment.
 */
export const allowedImports = words(`
  _PyEM_TrampolineCall_JS _Py_CheckEmscriptenSignals_Helper
  fd_read fd_seek fd_close fd_fdstat_get
  __syscall_fstat64 __syscall_getcwd __syscall_getdents64
  clock_time_get clock_res_get emscripten_get_now emscripten_date_now _tzset_js _localtime_js _gmtime_js _mktime_js _timegm_js
  environ_get environ_sizes_get
`)

/** Replaced by a function of the firewall's own: what they do there is said in `firewall.ts`. */
export const guardedImports = words(`
  emscripten_resize_heap emscripten_get_heap_max random_get fd_write __syscall_openat can_run_sync_js proc_exit exit _abort_js
  __assert_fail __syscall_stat64 __syscall_lstat64 __syscall_newfstatat __syscall_readlinkat __syscall_faccessat
`)

/** Answered with "read-only file system", as a host without a writable disk answers. */
export const readOnlyImports = words(`
  __syscall_mkdirat __syscall_mknodat __syscall_unlinkat __syscall_rmdir __syscall_renameat __syscall_symlinkat __syscall_chmod
  __syscall_fchmod __syscall_fchmodat2 __syscall_fchown32 __syscall_fchownat __syscall_truncate64 __syscall_ftruncate64
  __syscall_fallocate __syscall_utimensat __syscall_fdatasync fd_sync fd_pwrite
`)

/**
 * Answered with "operation not permitted", as a host that has neither network nor pipes nor other
 * working directories answers.
 */
export const forbiddenImports = words(`
  __syscall_socket __syscall_bind __syscall_connect __syscall_listen __syscall_accept4 __syscall_sendto __syscall_recvfrom
  __syscall_sendmsg __syscall_recvmsg __syscall_getsockopt __syscall_getsockname __syscall_getpeername
  __syscall_pipe __syscall_poll __syscall_ioctl __syscall_chdir __syscall_fchdir __syscall_dup __syscall_dup3 __syscall_statfs64
  __syscall_fstatfs64 __syscall_fadvise64 __syscall_fcntl64 __syscall_umask_js _setitimer_js fd_pread
`)

/**
 * Throw: the program is stopped there, and its verdict says `refused`. Whatever reaches JavaScript
 * objects, the host's processes, names or libraries, foreign functions, graphics, or the loader
 * itself.
 */
export const deniedImports = words(`
  capture_stderr restore_stderr new_error JsvError_Check fail_test JsvError_Throw emscripten_asm_const_int raw_call_js
  hiwire_invalid_ref_js set_pyodide_module js2python_immutable_js js2python_js js2python_convert JsProxy_compute_typeflags
  is_comlink_proxy JsvArray_Check JsProxy_GetAttr_js pyproxy_Check JsvFunction_Check handle_next_result_js destroy_proxy JsvArray_New
  destroy_proxies _agen_handle_result_js JsvArray_Get JsvArray_Delete JsvArray_Set JsvPromise_Resolve create_promise_handles
  JsModule_GetAll_js JsvBuffer_assignToPtr JsBuffer_get_info Jsv_constructorName JsObjMap_GetIter_js JsObjMap_length_js
  JsObjMap_subscript_js JsObjMap_ass_subscript_js JsObjMap_contains_js JsMap_GetIter_js JsProxy_GetIter_js JsProxy_GetAsyncIter_js
  JsProxy_subscript_js Jsv_to_bool JsvPromise_Check JsvArray_slice JsvArray_slice_assign destroy_jsarray_entries JsvArray_Extend
  JsvArray_ShallowCopy JsArray_repeat_js JsArray_inplace_repeat_js JsException_new_helper JsProxy_Dir_js JsProxy_to_weakref_js
  get_length_helper get_length_string JsProxy_exit_js JsProxy_aexit_js JsvArray_Push JsvArray_Insert pyproxy_AsPyObject
  JsArray_index_js JsvObject_toString JsProxy_DelAttr_js JsProxy_SetAttr_js Jsv_less_than Jsv_less_than_equal Jsv_equal
  Jsv_not_equal Jsv_greater_than Jsv_greater_than_equal JsProxy_Bool_js Jsv_typeof JsvObject_Entries JsvObject_Keys
  JsvObject_Values JsDoubleProxy_unwrap_js create_once_callable JsArray_reverse_js JsArray_reversed_iterator JsArray_count_js
  JsMap_clear_js JsvBuffer_assignFromPtr JsBuffer_DecodeString_js JsvBuffer_writeToFile JsvBuffer_readFromFile JsvBuffer_intoFile
  JsvFunction_Construct JsvFunction_CallBound JsvObject_New JsvObject_SetAttr my_dict_converter JsvGenerator_Check wrap_generator
  JsvAsyncGenerator_Check wrap_async_generator get_async_js_call_done_callback gc_register_proxies throw_no_gil JsvUTF8ToString
  proxy_cache_get proxy_cache_set set_suspender _pyproxyGen_make_result JsvFunction_Call_OneArg _pyproxy_get_buffer_result
  array_to_js pyproxy_new_ex pyproxy_new _python2js_buffer_inner Jsv_GetError_import jslib_init_buffers_js jslib_init_js
  JsvObject_CallMethod JsvObject_CallMethod_NoArgs JsvObject_CallMethod_OneArg JsvObject_CallMethod_TwoArgs JsvNoValue_Check
  JsvBigInt_fromInt JsvNum_fromInt JsvNum_fromDouble JsvNum_toInt JsvBigInt_fromDigits Jsv_BigIntToNum JsvMap_New JsvLiteralMap_New
  JsvMap_Set JsvSet_New JsvSet_Add _python2js_cache_lookup python2js__default_converter_js python2js__eager_converter_js
  _python2js_add_to_cache _python2js_addto_postprocess_list python2js_custom__create_jscontext
  _python2js_handle_postprocess_list _JsObject_Set_js _JsArray_PushEntry_helper _JsArray_PostProcess_helper _python2js_ascii
  _python2js_ucs2 _python2js_ucs4 _python2js_ucs1 destroy_proxies_js pyodide_js_init saveState get_suspender syncifyHandler
  restoreState JsvPromise_Syncify_handleError
  _maybe_connect_async _maybe_recvfrom_async _maybe_sendto_async _try_fcntl64 _maybe_poll_async _try_shutdown
  emscripten_runtime_keepalive_push emscripten_runtime_keepalive_pop _emscripten_runtime_keepalive_clear
  _Py_emscripten_runtime __syscall_getuid32_js
  getprotobyname getaddrinfo getnameinfo _emscripten_lookup_name
  emscripten_set_up_async_input_device_js emscripten_debugger emscripten_log_impl_js _emscripten_log_formatted
  ffi_call_js ffi_closure_alloc_js ffi_closure_free_js ffi_prep_closure_loc_js
  __hiwire_deduplicate_new __hiwire_deduplicate_get __hiwire_deduplicate_set __hiwire_deduplicate_delete
  _dlopen_js _emscripten_dlopen_js _dlsym_js emscripten_promise_create emscripten_promise_resolve emscripten_promise_destroy
  _munmap_js _msync_js _mmap_js _emscripten_get_progname __call_sighandler _emscripten_system
`)

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
