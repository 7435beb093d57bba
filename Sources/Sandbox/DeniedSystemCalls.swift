#if canImport(Glibc)
    import CLinux

    /// System calls that `SystemCallFilter` denies. Their numbers come from the kernel headers of the target
    /// architecture.
    enum DeniedSystemCalls {
        /// Calls that are denied in every confined worker. Most of them change the system or access other processes.
        /// The calls of io_uring are denied, because the operations of io_uring bypass the filter.
        static let always =
            [
                SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
                SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr,
                SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare,
                SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd, SYS_process_madvise,
                SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_fanotify_init,
                SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot,
                SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl,
                SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
                SYS_sethostname, SYS_setdomainname,
                SYS_add_key, SYS_request_key, SYS_keyctl, SYS_name_to_handle_at, SYS_open_by_handle_at,
            ] + alwaysOnThisArchitecture

        /// Calls that are denied only in a worker that runs no programs (`exec`). Programs can need these calls, but no
        /// decoder needs them.
        static let withoutPrograms =
            [
                SYS_execve, SYS_execveat,
                SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
                SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_send_signal, SYS_pidfd_open,
                SYS_fchmod, SYS_fchmodat, SYS_fchmodat2, SYS_fchown, SYS_fchownat,
                SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
                SYS_utimensat, SYS_truncate, SYS_mknodat,
            ] + withoutProgramsOnThisArchitecture

        #if arch(x86_64)
            private static let alwaysOnThisArchitecture = [SYS_iopl, SYS_ioperm, SYS_modify_ldt]
            private static let withoutProgramsOnThisArchitecture = [
                SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,
            ]
        #else
            // These lists are empty, because arm64 does not have the calls in the lists for x86_64.
            private static let alwaysOnThisArchitecture: [Int32] = []
            private static let withoutProgramsOnThisArchitecture: [Int32] = []
        #endif
    }
#endif
